import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock } from '../../fakes/clock.js';
import { FakeSocket } from '../../fakes/socket.js';
import { openWindow } from '../../fakes/window.js';
import { Utterance } from '/kiosk/sound/utterance.js';

const CONFIG = '{"config":{"sample_rate":16000,"channels":1}}';
const EOF = '{"eof":1}';
const PIECE = 32_768;

let clock = new Clock();
let window = openWindow();
/** What the page was told. @type {import('/kiosk/sound/utterance.js').Heard[]} */
let heard = [];
/** How the conversation was asked for. @type {boolean[]} */
let asked = [];
/** @type {() => Promise<string>} */
let conversation = async () => 'c1';

beforeEach(() => {
  clock = new Clock();
  window = openWindow();
  FakeSocket.install();
  [heard, asked] = [[], []];
  conversation = async () => 'c1';
});

/** @param {boolean} [unasked] */
function begin(unasked) {
  const ask = (/** @type {boolean} */ again) => {
    asked.push(again);
    return conversation();
  };
  return new Utterance('u1', ask, (one) => heard.push(one), unasked);
}

/** The socket is open, and the server listens. @param {number} [received] */
async function listening(received = 0) {
  await clock.pass(0);
  FakeSocket.last.onopen();
  FakeSocket.last.say({ type: 'listening', received, engine: 'whisper' });
}

/** @param {number} length @param {number} [of] */
const sound = (length, of = 1) => new Uint8Array(length).fill(of);
const types = () => heard.map(({ type }) => type);
const lengths = () => FakeSocket.last.pieces.map(({ length }) => length);
const REPLY = { text: '好', say: '好', buttons: [], card: null, question: 'nothing', ended: false };

test('it says who speaks where, and in what sound', async () => {
  begin();
  await listening();
  assert.equal(String(FakeSocket.last.url), 'ws://kiosk.test:8000/api/listen?conversation=c1&utterance=u1&unasked=false');
  assert.deepEqual(FakeSocket.last.sent, [CONFIG]);
  assert.deepEqual(asked, [false]);
});

test('over https the socket is closed to others too, and who did not press says so', async () => {
  openWindow('https://kiosk.test/?code=1');
  begin(true);
  await clock.pass(0);
  assert.equal(String(FakeSocket.last.url), 'wss://kiosk.test/api/listen?conversation=c1&utterance=u1&unasked=true');
});

test('what she said before the server listened is not lost', async () => {
  const utterance = begin();
  utterance.push(sound(3200));
  await clock.pass(0);
  FakeSocket.last.onopen();
  utterance.push(sound(3200, 2));
  assert.deepEqual(lengths(), []);
  FakeSocket.last.say({ type: 'listening', received: 0, engine: 'whisper' });
  assert.deepEqual(FakeSocket.last.pieces, [new Uint8Array([...sound(3200), ...sound(3200, 2)])]);
  utterance.push(sound(3200));
  assert.deepEqual(lengths(), [6400, 3200]);
});

test('much of it goes in pieces, and none of it is lost while the store grows', async () => {
  const utterance = begin();
  const all = Array.from({ length: 200 }, (_, n) => sound(3200, n));
  for (const piece of all) utterance.push(piece);
  await listening();
  assert.ok(lengths().every((length) => length <= PIECE));
  const sent = FakeSocket.last.pieces.flatMap((piece) => [...piece]);
  assert.deepEqual(sent, all.flatMap((piece) => [...piece]));
});

test('after a lost socket the server gets what it has not, and the rest', async () => {
  const utterance = begin();
  await listening();
  utterance.push(sound(6400));
  FakeSocket.last.close();
  await clock.pass(0);
  assert.deepEqual(types(), ['listening', 'dropped']);
  utterance.push(sound(3200, 2));
  utterance.finish();
  await clock.pass(500);
  assert.equal(FakeSocket.all.length, 2);
  assert.deepEqual(asked, [false, true]);
  await listening(3200);
  assert.deepEqual(FakeSocket.last.pieces, [new Uint8Array([...sound(3200), ...sound(3200, 2)])]);
  assert.deepEqual(FakeSocket.last.texts, [CONFIG, EOF]);
});

test('a network that goes takes the socket with it at once', async () => {
  begin();
  await listening();
  window.dispatchEvent(new Event('offline'));
  await clock.pass(0);
  assert.equal(FakeSocket.last.closed, true);
  assert.deepEqual(types(), ['listening', 'dropped']);
});

test('the server away: asked ever more rarely, without end', async () => {
  conversation = async () => {
    throw new TypeError('away');
  };
  begin();
  await clock.pass(500 + 1000 + 2000 + 4000 + 8000 * 10);
  assert.equal(asked.length, 15);
  assert.ok(types().every((type) => type === 'dropped'));
  conversation = async () => 'c2';
  await clock.pass(8000);
  assert.match(String(FakeSocket.last.url), /conversation=c2/);
});

test('five connections that end without an outcome are enough', async () => {
  begin();
  for (let n = 0; n < 5; n += 1) {
    await listening();
    FakeSocket.last.close();
    await clock.pass(8000);
  }
  assert.equal(FakeSocket.all.length, 5);
  const last = heard[heard.length - 1];
  assert.ok(last.type === 'failed' && last.code === 'no_outcome');
});

test('a server that never comes to listen is asked without end', async () => {
  begin();
  for (let n = 0; n < 8; n += 1) {
    await clock.pass(8000);
    FakeSocket.last.close();
  }
  await clock.pass(8000);
  assert.equal(FakeSocket.all.length, 9);
  assert.ok(types().every((type) => type === 'dropped'));
});

test('once it has listened, a lost socket is soon replaced', async () => {
  begin();
  for (let n = 0; n < 4; n += 1) {
    await clock.pass(8000);
    FakeSocket.last.close();
  }
  await clock.pass(8000);
  await listening();
  FakeSocket.last.close();
  await clock.pass(500);
  assert.equal(FakeSocket.all.length, 6);
});

test('connections of which words came do not count', async () => {
  begin();
  for (let n = 0; n < 8; n += 1) {
    await listening();
    FakeSocket.last.say({ type: 'partial', text: '路灯' });
    FakeSocket.last.close();
    await clock.pass(8000);
  }
  assert.equal(FakeSocket.all.length, 9);
});

test('a server that does not know the conversation is asked for one it knows', async () => {
  begin();
  await clock.pass(0);
  FakeSocket.last.say({ type: 'failed', code: 'unknown_conversation', words: '不认识', reply: null });
  FakeSocket.last.close();
  await clock.pass(500);
  assert.deepEqual(types(), ['dropped']);
  assert.deepEqual(asked, [false, true]);
});

test('the end is said once everything is out, and nothing after it', async () => {
  const utterance = begin();
  utterance.push(sound(3200));
  utterance.finish();
  utterance.push(sound(3200));
  utterance.finish();
  await listening();
  utterance.finish();
  assert.deepEqual(lengths(), [3200]);
  assert.deepEqual(FakeSocket.last.texts, [CONFIG, EOF]);
});

test('when the server says that she has ended, no more sound goes out', async () => {
  const utterance = begin();
  await listening();
  FakeSocket.last.say({ type: 'endpoint', reason: 'silence' });
  utterance.push(sound(3200));
  assert.deepEqual(lengths(), []);
});

test('with the reply it is over', async () => {
  const utterance = begin();
  await listening();
  utterance.finish();
  FakeSocket.last.say({ type: 'final', text: '路灯坏了' });
  FakeSocket.last.say({ type: 'reply', reply: REPLY });
  FakeSocket.last.say({ type: 'partial', text: '太晚' });
  await clock.pass(600_000);
  assert.deepEqual(types(), ['listening', 'final', 'reply']);
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(FakeSocket.last.closed, true);
  assert.equal(clock.waiting, 0);
});

test('taken back: the server is told, and nothing comes', async () => {
  const utterance = begin();
  await listening();
  utterance.cancel();
  utterance.cancel();
  await clock.pass(600_000);
  assert.deepEqual(FakeSocket.last.texts, [CONFIG, '{"cancel":1}']);
  assert.deepEqual(types(), ['listening']);
  assert.equal(FakeSocket.all.length, 1);
});

test('taken back before it was heard: there is nobody to tell', async () => {
  const utterance = begin();
  utterance.cancel();
  await clock.pass(600_000);
  assert.equal(FakeSocket.all.length, 0);
});

test('a socket that died silently after her last word is given up after a minute and a half', async () => {
  const utterance = begin();
  await listening();
  await clock.pass(200_000);
  assert.equal(FakeSocket.last.closed, false);
  utterance.finish();
  await clock.pass(80_000);
  FakeSocket.last.say({ type: 'waiting', place: 2 });
  await clock.pass(89_999);
  assert.equal(FakeSocket.all.length, 1);
  await clock.pass(1);
  assert.equal(FakeSocket.last.closed, true);
  await clock.pass(500);
  assert.equal(FakeSocket.all.length, 2);
});

test('after five minutes it ends by itself', async () => {
  const utterance = begin();
  for (let n = 0; n < 299; n += 1) utterance.push(sound(32_000));
  assert.deepEqual(types(), []);
  utterance.push(sound(32_000));
  assert.deepEqual(heard, [{ type: 'endpoint', reason: 'limit' }]);
  await listening();
  assert.equal(lengths().reduce((sum, length) => sum + length, 0), 300 * 32_000);
  assert.deepEqual(FakeSocket.last.texts, [CONFIG, EOF]);
});
