import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Noticing } from '/kiosk/sound/noticing.js';

/** Loudness as RMS: of her, of a quiet room, of a television 15 dB below her. */
const HER = 0.1;
const ROOM = 0.001;
const TELEVISION = 0.0178;

/** Someone who has just spoken. @param {number} loud */
function after(loud = HER) {
  const noticing = new Noticing();
  for (let n = 0; n < 20; n += 1) noticing.learn(n % 4 ? loud : ROOM);
  noticing.begin();
  return noticing;
}

/** @param {Noticing} noticing @param {number[]} levels @param {boolean} [sounding] @returns {number} where it is noticed, -1 nowhere */
const hear = (noticing, levels, sounding = false) => levels.findIndex((level) => noticing.step(level, sounding));

/** @param {number} length @param {number} level */
const lasting = (length, level) => new Array(length).fill(level);

test('her voice is noticed at its third tenth of a second', () => {
  const noticing = after();
  assert.equal(hear(noticing, lasting(10, ROOM)), -1);
  assert.equal(hear(noticing, lasting(10, HER)), 2);
});

test('a cough is too short', () => {
  const noticing = after();
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, [HER, HER, ...lasting(10, ROOM), HER, HER, ...lasting(10, ROOM)]), -1);
});

test('a television is not as loud as she was', () => {
  const noticing = after();
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, lasting(50, TELEVISION)), -1);
});

test('nor is what goes on at her loudness in the room all the time', () => {
  assert.equal(hear(after(), lasting(50, HER)), -1);
});

test('nobody is noticed before the room is known', () => {
  const noticing = after();
  hear(noticing, lasting(4, ROOM));
  assert.equal(hear(noticing, lasting(3, HER)), -1);
  assert.equal(hear(noticing, lasting(1, HER)), 0);
});

test('nobody is noticed who has not spoken before', () => {
  const noticing = new Noticing();
  noticing.begin();
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, lasting(20, 0.5)), -1);
});

test('how loud she is outlives an utterance of which nothing was learned', () => {
  const noticing = after();
  noticing.begin();
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, lasting(5, HER)), 2);
});

test('over the kiosk itself it takes five tenths, above what the microphone has of it', () => {
  const noticing = after();
  assert.equal(hear(noticing, lasting(10, HER / 3), true), -1);
  assert.equal(hear(noticing, lasting(10, HER), true), 4);
});

test('the kiosk that begins to talk is not her, however quiet the room was', () => {
  const noticing = after();
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, lasting(20, HER / 2), true), -1);
});

test('when the kiosk falls silent the room is learned anew', () => {
  const noticing = after();
  hear(noticing, lasting(10, HER / 3), true);
  assert.equal(hear(noticing, [HER, HER]), -1);
  hear(noticing, lasting(10, ROOM));
  assert.equal(hear(noticing, lasting(5, HER)), 2);
});
