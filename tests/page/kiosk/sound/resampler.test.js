import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Resampler } from '/kiosk/sound/resampler.js';

const TO = 16_000;

/** @param {number} hertz @param {number} rate @param {number} length */
const tone = (hertz, rate, length) =>
  Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));

/** @param {ArrayLike<number>} sound past the onset */
function peak(sound) {
  return Math.max(...Array.from(sound).slice(400).map(Math.abs));
}

for (const from of [48_000, 44_100, 8_000]) {
  test(`a voice's tone of ${from} Hz comes out the same, in its place`, () => {
    const made = new Resampler(from, TO).push(tone(440, from, from));
    const wanted = tone(440, TO, made.length);
    assert.ok(made.length > TO * 0.99 && made.length <= TO, `${made.length} samples of a second`);
    const off = made.slice(400).map((sample, i) => Math.abs(sample - wanted[i + 400]));
    assert.ok(Math.max(...off) < 0.005, `off by ${Math.max(...off)}`);
  });
}

test('how the sound is cut into blocks changes nothing', () => {
  const sound = tone(440, 44_100, 128 * 300);
  const whole = new Resampler(44_100, TO).push(sound);
  const live = new Resampler(44_100, TO);
  /** @type {number[]} */
  const pieces = [];
  for (let at = 0; at < sound.length; at += 128) pieces.push(...live.push(sound.slice(at, at + 128)));
  assert.equal(pieces.length, whole.length);
  assert.ok(Math.max(...pieces.map((sample, i) => Math.abs(sample - whole[i]))) < 1e-6);
});

test('what 16 kHz cannot hold does not fold back into the voice', () => {
  const made = new Resampler(48_000, TO).push(tone(10_000, 48_000, 48_000));
  assert.ok(peak(made) < 0.5 / 1000, `60 dB down at least: ${peak(made)}`);
});
