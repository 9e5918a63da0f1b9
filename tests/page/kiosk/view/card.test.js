import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groups } from '/kiosk/view/card.js';

/** @type {[string, string[]][]} */
const CODES = [
  ['8273-4415', ['8273', '-', '4415']],
  ['82734415', ['8273', '4415']],
  ['827344', ['827', '344']],
  ['827344159', ['827', '344', '159']],
  ['827344159012', ['8273', '4415', '9012']],
  ['8273441', ['8273', '441']],
  ['HZ 8273', ['HZ', ' ', '8273']],
  ['', []],
];
for (const [code, parts] of CODES) {
  test(`"${code}" is said in ${parts.length} parts, and none of it is lost`, () => {
    assert.deepEqual(groups(code), parts);
    assert.equal(groups(code).join(''), code);
  });
}
