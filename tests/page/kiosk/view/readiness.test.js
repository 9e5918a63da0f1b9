import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock } from '../../fakes/clock.js';
import { away, json, Server } from '../../fakes/server.js';
import { Readiness } from '/kiosk/view/readiness.js';

const READY = { state: 'ready', engine: 'whisper', progress: null, words: null, voice: 'kokoro' };
const FETCHING = { state: 'fetching', engine: null, progress: 0.4, words: '正在下载', voice: null };

let clock = new Clock();
let server = new Server();
/** @type {string[]} */
let told = [];
let readiness = new Readiness(() => {});

beforeEach(() => {
  clock = new Clock();
  server = new Server();
  told = [];
  readiness = new Readiness(({ state }) => told.push(state));
});

test('until it is ready it is asked every two seconds, then twice a minute', async () => {
  server.answer = (_, nth) => json(200, nth < 4 ? FETCHING : READY);
  readiness.watch();
  await clock.pass(0);
  assert.deepEqual(told, ['fetching']);
  assert.equal(readiness.ready, false);
  await clock.pass(6_000);
  assert.deepEqual(told, ['fetching', 'fetching', 'fetching', 'ready']);
  assert.equal(readiness.ready, true);
  assert.equal(readiness.hearing.voice, 'kokoro');
  await clock.pass(29_999);
  assert.equal(told.length, 4);
  await clock.pass(1);
  assert.equal(told.length, 5);
});

test('a server that went away is noticed, and looked for soon', async () => {
  server.answer = (_, nth) => (nth === 1 || nth > 3 ? json(200, READY) : away());
  readiness.watch();
  await clock.pass(30_000);
  assert.deepEqual(told, ['ready', 'away']);
  assert.equal(readiness.hearing.voice, null);
  await clock.pass(4_000);
  assert.deepEqual(told, ['ready', 'away', 'away', 'ready']);
});

test('to ask at once does not mean to ask twice from then on', async () => {
  server.answer = () => json(200, FETCHING);
  readiness.watch();
  await clock.pass(1_000);
  readiness.watch();
  await clock.pass(10_000);
  assert.equal(told.length, 2 + 5);
});

test('nor while a slow answer is on its way', async () => {
  server.answer = (_, nth) =>
    nth === 2 ? new Promise((resolve) => setTimeout(() => resolve(json(200, READY)), 3_000)) : json(200, FETCHING);
  readiness.watch();
  await clock.pass(1_000);
  readiness.watch();
  await clock.pass(2_999);
  assert.equal(server.asked.length, 2);
});
