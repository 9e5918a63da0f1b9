import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, define } from '../../fakes/clock.js';
import { as } from '../../fakes/element.js';
import { openWindow } from '../../fakes/window.js';

openWindow();
define('navigator', {});
const { Undelivered } = await import('/kiosk/talk/conversation.js');
const { Refused } = await import('/kiosk/talk/http.js');
const { Talk } = await import('/kiosk/talk/talk.js');
const { words } = await import('/kiosk/view/words.js');

let clock = new Clock();
/** What she sees and hears, in order. @type {string[]} */
let seen = [];
/** What the server does. */
let server = conversation();
const dial = { state: 'starting', attentive: false, set: (/** @type {string} */ state) => (dial.state = state) };
const readiness = { ready: true, hearing: { state: 'ready', words: /** @type {string | null} */ (null) }, watch: () => {} };

/** @param {string} text */
const reply = (text) => ({ text, say: `${text}。`, buttons: [], card: null, question: 'nothing', ended: false });

function conversation() {
  return {
    id: 'c1',
    begin: async () => ({ reply: reply('您好'), heard: /** @type {string | null} */ (null), restored: false }),
    unfinished: () => /** @type {{turn: {id: string, text: string}, reply: Promise<object>}[]} */ ([]),
    turn: async (/** @type {string} */ text) => reply(`听到${text}`),
    open: async () => reply('下一位好'),
  };
}

function talk() {
  const view = {
    reply: (/** @type {{text: string}} */ { text }) => seen.push(`reply ${text}`),
    heard: (/** @type {string} */ kind, /** @type {string} */ text) => text && seen.push(`${kind} ${text}`),
    notice: (/** @type {string | null} */ text) => text && seen.push(`notice ${text}`),
    trouble: () => {},
    waiting: (/** @type {boolean} */ waiting) => {
      held = waiting;
    },
  };
  const voice = { reading: false, read: (/** @type {string} */ text) => seen.push(`aloud ${text}`), stop: () => {} };
  const box = {
    fill: () => {},
    giveBack: (/** @type {string} */ text) => seen.push(`back ${text}`),
  };
  return new Talk(as({ view, dial, voice, box, conversation: server, readiness, handsfree: false }));
}

/** Whether the buttons wait. */
let held = true;

beforeEach(() => {
  clock = new Clock();
  server = conversation();
  seen = [];
  [dial.state, held] = ['starting', true];
  [readiness.ready, readiness.hearing] = [true, { state: 'ready', words: null }];
});

test('it greets, aloud, and then she may speak', async () => {
  const made = talk();
  await made.begin();
  assert.deepEqual(seen, ['reply 您好', 'aloud 您好。']);
  assert.deepEqual([dial.state, held, made.going, made.busy], ['idle', false, false, false]);
});

test('a restored visit shows what was heard, and is worth asking about', async () => {
  server.begin = async () => ({ reply: reply('在哪里？'), heard: '路灯坏了', restored: true });
  const made = talk();
  await made.begin();
  assert.ok(seen.includes('said 路灯坏了'));
  assert.equal(made.going, true);
});

test('a server that refuses to begin leaves no dead page: she may press, and gets back what she wrote', async () => {
  server.begin = async () => {
    throw new Refused(403, 'closed', '还没有开放');
  };
  server.unfinished = () => [
    { turn: { id: 'a', text: '路灯坏了' }, reply: Promise.reject(new Undelivered(true, '没有送成')) },
  ];
  await talk().begin();
  await clock.pass(0);
  assert.deepEqual(seen, ['notice 还没有开放', 'typed 路灯坏了', 'notice 没有送成', 'back 路灯坏了']);
  assert.deepEqual([dial.state, held], ['idle', false]);
});

test('what she types is shown, answered and read', async () => {
  const made = talk();
  await made.begin();
  seen = [];
  await made.say('路灯坏了', 'typed');
  assert.deepEqual(seen, ['typed 路灯坏了', 'reply 听到路灯坏了', 'aloud 听到路灯坏了。']);
  await clock.pass(1_000);
  assert.deepEqual([made.going, held, dial.state], [true, false, 'idle']);
});

test('a slow answer is said to be slow', async () => {
  const made = talk();
  await made.begin();
  server.turn = (text) => new Promise((resolve) => setTimeout(() => resolve(reply(text)), 1_000));
  made.say('路灯坏了', 'typed');
  await clock.pass(399);
  assert.deepEqual([dial.state, held], ['idle', true]);
  await clock.pass(1);
  assert.equal(dial.state, 'sending');
  await clock.pass(600);
  assert.deepEqual([dial.state, held], ['idle', false]);
});

test('what could not be sent is given back where it was typed', async () => {
  const made = talk();
  await made.begin();
  server.turn = async () => {
    throw new Undelivered(false, null);
  };
  seen = [];
  await made.say('路灯坏了', 'typed');
  await made.say('/human', 'tapped', words.human);
  assert.deepEqual(seen, [
    'typed 路灯坏了',
    `notice ${words.gaveUp}`,
    'back 路灯坏了',
    `tapped ${words.human}`,
    `notice ${words.gaveUp}`,
  ]);
});

test('pressed while it cannot hear, it says why; what only staff can mend, aloud', async () => {
  const made = talk();
  await made.begin();
  readiness.ready = false;
  readiness.hearing = { state: 'fetching', words: '正在下载' };
  seen = [];
  await made.speak();
  readiness.hearing = { state: 'disk_full', words: '存不下了' };
  await made.speak();
  assert.deepEqual(seen, [`notice ${words.deaf}正在下载`, `notice ${words.deaf}存不下了`, 'aloud 存不下了']);
});

test('pressed while it thinks, it asks her to wait', async () => {
  const made = talk();
  await made.speak();
  assert.deepEqual(seen, [`notice ${words.busy}`]);
});

test('without a microphone she is told, and may type', async () => {
  const made = talk();
  await made.begin();
  seen = [];
  await made.speak();
  assert.deepEqual(seen, [`notice ${words.microphone.missing}`]);
  assert.equal(dial.state, 'idle');
});

test('the next one gets a fresh conversation, in silence', async () => {
  const made = talk();
  await made.begin();
  await made.say('路灯坏了', 'typed');
  seen = [];
  await made.renew();
  assert.deepEqual(seen, ['reply 下一位好']);
  assert.deepEqual([made.going, dial.state, held], [false, 'idle', false]);
});

test('where that fails she may still speak', async () => {
  const made = talk();
  await made.begin();
  server.open = async () => {
    throw new Refused(403, 'closed', null);
  };
  await made.renew();
  assert.equal(seen[seen.length - 1], `notice ${words.gaveUp}`);
  assert.equal(dial.state, 'idle');
});
