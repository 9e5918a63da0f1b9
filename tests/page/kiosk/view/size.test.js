import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { as, FakeElement } from '../../fakes/element.js';
import { openWindow } from '../../fakes/window.js';

const window = openWindow();
const { Size } = await import('/kiosk/view/size.js');

let root = new FakeElement();
beforeEach(() => {
  window.localStorage.clear();
  root = new FakeElement();
});

const open = () => new Size(as(root));

test('there are five steps, and none beyond', () => {
  const size = open();
  assert.deepEqual([root.dataset.size, size.smallest, size.largest], ['0', true, false]);
  assert.deepEqual([1, 2, 3, 4, 5].map(() => size.change(1)), [true, true, true, true, false]);
  assert.deepEqual([root.dataset.size, size.smallest, size.largest], ['4', false, true]);
  assert.deepEqual([1, 2, 3, 4, 5].map(() => size.change(-1)), [true, true, true, true, false]);
  assert.equal(root.dataset.size, '0');
});

test('the machine remembers it', () => {
  open().change(1);
  assert.equal(open().step, 1);
  assert.equal(root.dataset.size, '1');
});

for (const [kept, step] of [['"large"', 0], ['99', 4], ['-3', 0], ['2.4', 2], ['{', 0]]) {
  test(`what stands there is no number of ours: ${kept}`, () => {
    window.localStorage.setItem('xiaoqing.size', String(kept));
    assert.equal(open().step, step);
  });
}
