import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeAudio } from '../../fakes/audio.js';
import { Clock, define, settle } from '../../fakes/clock.js';
import { Microphone, NoMicrophone } from '/kiosk/sound/microphone.js';
import { words } from '/kiosk/view/words.js';

let clock = new Clock();
let audio = new FakeAudio();
/** What came of it. @type {unknown[]} */
let heard = [];

beforeEach(() => {
  clock = new Clock();
  audio = new FakeAudio();
  heard = [];
});

const microphone = () => new Microphone((pcm, level) => heard.push([pcm.length, level]), (how) => heard.push(how));

/** A promise, and what keeps it. @returns {{held: Promise<void>, release: () => void}} */
function hold() {
  let release = () => {};
  const held = /** @type {Promise<void>} */ (new Promise((resolve) => {
    release = resolve;
  }));
  return { held, release };
}

/** @param {string} said */
async function fails(said) {
  await assert.rejects(microphone().open(), (error) => {
    assert.ok(error instanceof NoMicrophone);
    assert.equal(error.said, said);
    return true;
  });
}

test('its sound comes as it is heard', async () => {
  await microphone().open();
  audio.port.onmessage({ data: { pcm: new Uint8Array(3200), level: 0.2 } });
  assert.deepEqual(heard, [[3200, 0.2]]);
  assert.deepEqual(audio.rates, [16_000]);
});

test('a browser that converts no rate is taken at its own', async () => {
  audio.stubborn = true;
  await microphone().open();
  assert.deepEqual([audio.rates, audio.closed], [[16_000, null], 1]);
});

test('closed, it first hands over the last syllable', async () => {
  const open = microphone();
  await open.open();
  const closed = open.close();
  assert.deepEqual([audio.port.told, audio.track.stopped], [['flush'], false]);
  audio.port.onmessage({ data: { pcm: new Uint8Array(100), level: 0.1 } });
  audio.port.onmessage({ data: { done: true } });
  await closed;
  assert.deepEqual(heard, [[100, 0.1]]);
  assert.deepEqual([audio.track.stopped, audio.closed], [true, 1]);
});

test('a worklet that says nothing is waited for three tenths of a second', async () => {
  const open = microphone();
  await open.open();
  open.close();
  await clock.pass(299);
  assert.equal(audio.track.stopped, false);
  await clock.pass(1);
  assert.equal(audio.track.stopped, true);
});

/** @type {[string, string][]} */
const REFUSALS = [
  ['NotAllowedError', words.microphone.denied],
  ['SecurityError', words.microphone.denied],
  ['NotFoundError', words.microphone.missing],
  ['OverconstrainedError', words.microphone.missing],
  ['NotReadableError', words.microphone.taken],
  ['AbortError', words.microphone.taken],
  ['TypeError', words.microphone.broken],
];
for (const [name, said] of REFUSALS) {
  test(`${name}: she is told what to do`, async () => {
    audio.refusal = new DOMException('', name);
    await fails(said);
  });
}

test('an address without https has no microphone, and says which has', async () => {
  define('navigator', {});
  await fails(words.microphone.missing);
  audio.window.isSecureContext = false;
  await fails(words.microphone.insecure('kiosk.test:8000'));
});

test('pulled out or switched off, then or already, it is said', async () => {
  audio.track.muted = true;
  await microphone().open();
  audio.track.dispatchEvent(new Event('ended'));
  audio.track.dispatchEvent(new Event('mute'));
  assert.deepEqual(heard, ['muted', 'gone', 'muted']);
});

test('a worklet that cannot be had lets the microphone go', async () => {
  audio.fetched = Promise.reject(new DOMException('', 'AbortError'));
  await fails(words.microphone.taken);
  assert.deepEqual([audio.track.stopped, audio.closed], [true, 1]);
});

test('closed while the worklet comes: no failure, and nothing stays open', async () => {
  const { held, release } = hold();
  audio.fetched = held;
  const open = microphone();
  const opening = open.open();
  await settle();
  await open.close();
  release();
  await opening;
  assert.deepEqual([audio.track.stopped, audio.closed, heard], [true, 1, []]);
});

test('closed while she is asked: her no is no failure any more', async () => {
  const { held, release } = hold();
  audio.allowed = held;
  audio.refusal = new DOMException('', 'NotAllowedError');
  const open = microphone();
  const opening = open.open();
  await open.close();
  release();
  await opening;
});
