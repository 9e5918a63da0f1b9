import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { define } from '../../fakes/clock.js';

/** @typedef {{pcm: Uint8Array, level: number} | {done: true}} Posted */
/** @typedef {{port: Port, process: (inputs: Float32Array[][]) => boolean}} Processor */

class Port {
  /** @type {Posted[]} */
  posted = [];
  onmessage = () => {};

  /** @param {Posted} what */
  postMessage(what) {
    this.posted.push(what);
  }
}

/** @type {Map<string, new () => Processor>} */
const registered = new Map();
define('AudioWorkletProcessor', class {
  port = new Port();
});
define('registerProcessor', (/** @type {string} */ name, /** @type {new () => Processor} */ made) => registered.set(name, made));
define('sampleRate', 16_000);
// No static import: what it extends has to be there first, and its globals are not those of a page.
await import(String('/kiosk/sound/pcm-worklet.js'));

let processor = open();

/** @param {number} [rate] */
function open(rate = 16_000) {
  define('sampleRate', rate);
  const Made = registered.get('pcm');
  assert.ok(Made);
  return new Made();
}
beforeEach(() => {
  processor = open();
});

/** @param {number} length @param {number} value */
const block = (length, value) => new Float32Array(length).fill(value);

/** What was heard: samples, and their loudness. */
function chunks() {
  return processor.port.posted.flatMap((one) => {
    if ('done' in one) return [];
    const view = new DataView(one.pcm.buffer);
    return [{ samples: Array.from({ length: view.byteLength / 2 }, (_, i) => view.getInt16(i * 2, true)), level: one.level }];
  });
}

test('a tenth of a second at a time, however the browser cuts it', () => {
  for (let n = 0; n < 25; n += 1) processor.process([[block(128, 0.5)]]);
  assert.deepEqual(chunks().map(({ samples }) => samples.length), [1600, 1600]);
});

test('low byte first, clipped and not folded', () => {
  const sound = block(1600, 0);
  sound.set([0.5, -0.5, 2, -2]);
  processor.process([[sound]]);
  assert.deepEqual(chunks()[0].samples.slice(0, 5), [16_384, -16_383, 32_767, -32_767, 0]);
});

test('loudness is the root of the mean square', () => {
  const sound = block(1600, 0.5).map((value, i) => (i % 2 ? value : 0));
  processor.process([[sound]]);
  assert.ok(Math.abs(chunks()[0].level - 0.5 / Math.SQRT2) < 1e-3);
});

test('of several channels the mean', () => {
  processor.process([[block(1600, 0.5), block(1600, 0)]]);
  assert.equal(chunks()[0].samples[7], Math.round(0.25 * 32_767));
});

test('at another rate it is converted', () => {
  processor = open(48_000);
  for (let n = 0; n < 375; n += 1) processor.process([[block(128, 0.25)]]);
  assert.equal(chunks().length, 9);
  assert.ok(Math.abs(chunks()[5].samples[800] - 0.25 * 32_767) < 20);
});

test('asked to flush, it hands over what is left, says so, and stops', () => {
  assert.equal(processor.process([[block(128, 0.5)]]), true);
  processor.port.onmessage();
  assert.equal(chunks()[0].samples.length, 128);
  assert.deepEqual(processor.port.posted[1], { done: true });
  assert.equal(processor.process([[block(1600, 0.5)]]), false);
  assert.equal(chunks().length, 1);
});

test('an input that is not connected yet is no sound', () => {
  assert.equal(processor.process([[]]), true);
  processor.port.onmessage();
  assert.deepEqual(processor.port.posted, [{ done: true }]);
});
