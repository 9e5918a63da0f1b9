import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeAudio } from '../../fakes/audio.js';
import { Clock, settle } from '../../fakes/clock.js';
import { FakeSocket } from '../../fakes/socket.js';

let clock = new Clock();
let audio = new FakeAudio();
const { window } = audio;
const { Ear } = await import('/kiosk/sound/ear.js');
const { visit } = await import('/kiosk/talk/store.js');

/** What the page was told. @type {unknown[]} */
let told = [];

beforeEach(() => {
  clock = new Clock();
  audio = new FakeAudio();
  FakeSocket.install();
  window.sessionStorage.clear();
  told = [];
});

const ear = () =>
  new Ear(
    async () => 'c1',
    ({ type }) => told.push(type),
    (level) => told.push(level),
    (how) => told.push(how),
  );

/** A tenth of a second that bears its number. @param {number} n @param {number} [level] */
function sound(n, level = n / 100) {
  audio.port.onmessage({ data: { pcm: new Uint8Array(3200).fill(n), level } });
}

/** The server listens. */
async function listening() {
  await settle();
  FakeSocket.last.onopen();
  FakeSocket.last.say({ type: 'listening', received: 0, engine: 'whisper' });
}

/** The numbers of the tenths that the server was sent. */
function sent() {
  const all = FakeSocket.last.pieces.flatMap((piece) => [...(typeof piece === 'string' ? [] : piece)]);
  return all.filter((_, i) => i % 3200 === 0);
}

const REPLY = { type: 'reply', reply: { text: '好', say: '好', buttons: [], card: null, question: '', ended: false } };

test('from the press to the reply', async () => {
  const made = ear();
  assert.equal(await made.listen(), true);
  sound(1);
  await listening();
  sound(2);
  assert.match(String(FakeSocket.last.url), /unasked=false/);
  assert.ok(visit.get('utterance'));
  const finished = made.finish();
  sound(3);
  audio.port.onmessage({ data: { done: true } });
  await finished;
  assert.deepEqual(sent(), [1, 2, 3]);
  assert.ok(FakeSocket.last.texts.includes('{"eof":1}'));
  FakeSocket.last.say(REPLY);
  await made.settled;
  assert.deepEqual([visit.get('utterance'), audio.track.stopped], [null, true]);
  assert.deepEqual(told, [0.01, 'listening', 0.02, 0.03, 'reply']);
});

test('taken back while the microphone opens: nothing begins', async () => {
  let release = () => {};
  audio.allowed = new Promise((resolve) => {
    release = resolve;
  });
  const made = ear();
  const opening = made.listen();
  made.cancel();
  release();
  await clock.pass(300);
  assert.equal(await opening, false);
  assert.deepEqual([FakeSocket.all.length, audio.track.stopped, visit.get('utterance')], [0, true, null]);
});

test('taken back while she speaks: whoever waits goes on', async () => {
  const made = ear();
  await made.listen();
  await listening();
  made.cancel();
  await clock.pass(300);
  await made.settled;
  assert.ok(FakeSocket.last.texts.includes('{"cancel":1}'));
  assert.deepEqual([visit.get('utterance'), audio.track.stopped], [null, true]);
});

test('until she is noticed nothing leaves the page; then the second before goes with it', async () => {
  let began = 0;
  await ear().attend((level) => level > 0.5, () => {
    began += 1;
  });
  for (let n = 1; n <= 30; n += 1) sound(n, 0.1);
  await settle();
  assert.equal(FakeSocket.all.length, 0);
  sound(31, 0.9);
  assert.equal(began, 1);
  await listening();
  sound(32, 0.1);
  assert.deepEqual(sent(), [21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]);
  assert.match(String(FakeSocket.last.url), /unasked=true/);
});

test('ignored, she is not noticed any more; who speaks already is not cut off', async () => {
  const made = ear();
  await made.attend((level) => level > 0.5, () => {});
  sound(1, 0.9);
  made.ignore();
  await clock.pass(300);
  assert.equal(audio.track.stopped, false);
  made.cancel();
  await clock.pass(300);

  audio = new FakeAudio();
  FakeSocket.install();
  await made.attend((level) => level > 0.5, () => {});
  made.ignore();
  sound(2, 0.9);
  await clock.pass(300);
  assert.deepEqual([audio.track.stopped, FakeSocket.all.length], [true, 0]);
});

test('when the server says that she has ended, the microphone goes', async () => {
  await ear().listen();
  await listening();
  FakeSocket.last.say({ type: 'endpoint', reason: 'silence' });
  await clock.pass(300);
  assert.deepEqual([audio.track.stopped, FakeSocket.last.closed], [true, false]);
});

test('after a reload what the server has of it is asked for', async () => {
  assert.equal(ear().resume(), false);
  visit.set('utterance', 'u7');
  assert.equal(ear().resume(), true);
  await settle();
  assert.match(String(FakeSocket.last.url), /utterance=u7/);
  FakeSocket.last.say({ type: 'listening', received: 6400, engine: 'whisper' });
  assert.deepEqual(FakeSocket.last.sent, ['{"eof":1}']);
});

test('a microphone that is let go tells of no loss', async () => {
  const made = ear();
  await made.listen();
  audio.track.dispatchEvent(new Event('mute'));
  made.cancel();
  audio.track.dispatchEvent(new Event('ended'));
  assert.deepEqual(told, ['muted']);
});
