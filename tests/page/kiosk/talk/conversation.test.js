import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, settle } from '../../fakes/clock.js';
import { away, fault, json, Server } from '../../fakes/server.js';
import { openWindow } from '../../fakes/window.js';

const window = openWindow();
const { Conversation, Undelivered } = await import('/kiosk/talk/conversation.js');
const { visit } = await import('/kiosk/talk/store.js');

let clock = new Clock();
let server = new Server();
/** What she sees of the network. @type {(string | null)[]} */
let line = [];

beforeEach(() => {
  clock = new Clock();
  server = new Server();
  window.sessionStorage.clear();
  line = [];
});

/** @param {{station?: string | null, code?: string | null}} [door] */
function open({ station = null, code = null } = {}) {
  return new Conversation({ station, code }, {
    trouble: (said) => line.push(said ?? 'away'),
    recovered: () => line.push(null),
  });
}

/** @param {string} text */
const reply = (text) => ({ text, say: text, buttons: [], card: null, question: 'nothing', ended: false });
const begun = (id = 'c1', text = '您好') => json(200, { conversation: id, reply: reply(text), heard: null });
const unknown = () => fault(404, 'unknown_conversation', '不认识');
const paths = () => server.asked.map(({ method, path }) => `${method} ${path}`);

test('a new tab opens a conversation at the door it came by', async () => {
  server.answer = () => begun();
  const made = await open({ station: '330106', code: 'qr' }).begin();
  assert.deepEqual([made.reply.text, made.heard, made.restored], ['您好', null, false]);
  assert.deepEqual(server.asked, [
    { method: 'POST', path: '/api/conversations', body: { station: '330106', code: 'qr' } },
  ]);
  assert.equal(visit.get('conversation'), 'c1');
});

test('a reloaded tab goes on where it stopped', async () => {
  visit.set('conversation', 'c/7');
  server.answer = () => json(200, { conversation: 'c/7', reply: reply('在哪里？'), heard: '路灯坏了' });
  const made = await open().begin();
  assert.deepEqual([made.reply.text, made.heard, made.restored], ['在哪里？', '路灯坏了', true]);
  assert.deepEqual(paths(), ['GET /api/conversations/c%2F7']);
});

test('a conversation that the server has forgotten begins anew', async () => {
  visit.set('conversation', 'old');
  server.answer = ({ method }) => (method === 'GET' ? unknown() : begun('new'));
  assert.equal((await open().begin()).restored, false);
  assert.equal(visit.get('conversation'), 'new');
});

test('a mistyped address leads to the station of the server', async () => {
  server.answer = ({ body }) => {
    const { station, code } = /** @type {{station: string | null, code: string | null}} */ (body);
    return station || code ? fault(422, 'unknown', '没有') : begun();
  };
  assert.equal((await open({ station: 'x', code: 'y' }).begin()).reply.text, '您好');
  assert.deepEqual(
    server.asked.map(({ body }) => body),
    [{ station: 'x', code: 'y' }, { station: null, code: 'y' }, { station: null, code: null }],
  );
});

test('a server that refuses everybody is not asked for ever', async () => {
  server.answer = () => fault(403, 'closed', '不开放');
  await assert.rejects(open().begin(), { said: '不开放' });
  assert.equal(server.asked.length, 1);
});

test('turns go out one after the other, and wait for the beginning', async () => {
  /** @type {(() => void)[]} */
  const answers = [];
  server.answer = ({ path, body }) =>
    new Promise((resolve) => {
      const said = /** @type {{text: string}} */ (body).text;
      answers.push(() => resolve(path.endsWith('/turns') ? json(200, reply(`听到${said}`)) : begun()));
    });
  const conversation = open();
  const all = [conversation.begin(), conversation.turn('一'), conversation.turn('二')];
  for (let n = 0; n < 3; n += 1) {
    await settle();
    assert.equal(answers.length, n + 1);
    answers[n]();
  }
  const [, one, two] = await Promise.all(all);
  assert.deepEqual([one, two], [reply('听到一'), reply('听到二')]);
});

test('a turn is repeated under its own id until the network is back, however long', async () => {
  server.answer = (_, nth) => (nth === 1 ? begun() : nth < 30 ? away() : json(200, reply('好')));
  const conversation = open();
  await conversation.begin();
  line = [];
  const coming = conversation.turn('路灯坏了');
  await clock.pass(0);
  assert.deepEqual(line, ['away']);
  assert.deepEqual(visit.get('pending')?.map(({ text }) => text), ['路灯坏了']);
  await clock.pass(500 + 1000 + 2000 + 4000 + 8000 * 30);
  assert.equal((await coming).text, '好');
  assert.equal(line[line.length - 1], null);
  const sent = server.asked.slice(1).map(({ body }) => JSON.stringify(body));
  assert.deepEqual([sent.length, new Set(sent).size], [29, 1]);
  assert.deepEqual(visit.get('pending'), []);
});

test('a server that answers with errors is asked eight times', async () => {
  server.answer = (_, nth) => (nth === 1 ? begun() : fault(503, 'storage', '存不下'));
  const conversation = open();
  await conversation.begin();
  const failed = assert.rejects(conversation.turn('路灯坏了'), (error) => {
    assert.ok(error instanceof Undelivered);
    assert.deepEqual([error.refused, error.said], [false, '存不下']);
    return true;
  });
  await clock.pass(120_000);
  await failed;
  assert.equal(server.asked.length, 1 + 8);
  assert.ok(line.includes('存不下'));
  assert.deepEqual([line[line.length - 1], visit.get('pending')], [null, []]);
});

test('a refused turn comes back at once, and the next is not held up', async () => {
  server.answer = ({ body }, nth) => {
    if (nth === 1) return begun();
    return /** @type {{text: string}} */ (body).text === '长' ? fault(422, 'too_long', '太长') : json(200, reply('好'));
  };
  const conversation = open();
  await conversation.begin();
  const first = assert.rejects(conversation.turn('长'), { refused: true, said: '太长' });
  assert.equal((await conversation.turn('短')).text, '好');
  await first;
});

test('a conversation forgotten between two turns is opened anew, and the turn sent there', async () => {
  server.answer = ({ path }) =>
    path === '/api/conversations' ? begun(`c${server.asked.length}`) : path.includes('/c1/') ? unknown() : json(200, reply('好'));
  const conversation = open();
  await conversation.begin();
  assert.equal((await conversation.turn('路灯坏了')).text, '好');
  assert.deepEqual(paths(), [
    'POST /api/conversations',
    'POST /api/conversations/c1/turns',
    'POST /api/conversations',
    'POST /api/conversations/c3/turns',
  ]);
  assert.deepEqual(server.asked[1].body, server.asked[3].body);
});

test('a turn after a beginning that failed opens the conversation itself', async () => {
  server.answer = ({ path }, nth) => (nth === 1 ? fault(403, 'no', '不行') : path.endsWith('/turns') ? json(200, reply('好')) : begun());
  const conversation = open();
  await assert.rejects(conversation.begin());
  assert.equal((await conversation.turn('路灯坏了')).text, '好');
  assert.deepEqual(paths().slice(1), ['POST /api/conversations', 'POST /api/conversations/c1/turns']);
});

test('what a reload interrupted is sent again as it was', async () => {
  const turns = [{ id: 'a', text: '一' }, { id: 'b', text: '二' }];
  visit.set('conversation', 'c1');
  visit.set('pending', turns);
  server.answer = ({ method, body }) =>
    method === 'GET' ? begun() : json(200, reply(/** @type {{text: string}} */ (body).text));
  const conversation = open();
  conversation.begin();
  const unfinished = conversation.unfinished();
  assert.deepEqual(visit.get('pending'), turns);
  const replies = await Promise.all(unfinished.map((one) => one.reply));
  assert.deepEqual(replies.map(({ text }) => text), ['一', '二']);
  assert.deepEqual(server.asked.slice(1).map(({ body }) => body), turns);
  assert.deepEqual(visit.get('pending'), []);
});

test('to speak into: the conversation that the server knows', async () => {
  server.answer = ({ method }, nth) => (method === 'GET' && nth > 2 ? unknown() : begun(`c${nth}`));
  const conversation = open();
  assert.equal(await conversation.confirmed(), 'c1');
  assert.equal(await conversation.confirmed(), 'c1');
  assert.equal(await conversation.confirmed(), 'c4');
  server.answer = away;
  await assert.rejects(conversation.confirmed(), { answered: false });
});
