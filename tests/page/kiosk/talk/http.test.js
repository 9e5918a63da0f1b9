import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../fakes/clock.js';
import { away, fault, json, Server } from '../../fakes/server.js';
import { backOff, Refused, request, saidOf, sleep, Unreachable } from '/kiosk/talk/http.js';

const clock = new Clock();
const server = new Server();

/** @param {Promise<unknown>} wish @returns {Promise<unknown>} how it failed */
const failure = (wish) =>
  wish.then(
    () => assert.fail('it was answered'),
    (error) => error,
  );

test('an answer is its JSON', async () => {
  server.answer = () => json(200, { state: 'ready' });
  assert.deepEqual(await request('GET', '/api/speech'), { state: 'ready' });
  assert.deepEqual(await request('POST', '/api/x', { text: '路灯' }), { state: 'ready' });
  assert.deepEqual(server.asked, [
    { method: 'GET', path: '/api/speech', body: null },
    { method: 'POST', path: '/api/x', body: { text: '路灯' } },
  ]);
});

for (const status of [400, 404, 409, 422]) {
  test(`${status} is a refusal, with the server's own words`, async () => {
    server.answer = () => fault(status, 'no', '不行');
    const error = await failure(request('GET', '/x'));
    assert.ok(error instanceof Refused);
    assert.deepEqual([error.status, error.code, error.said], [status, 'no', '不行']);
  });
}

for (const status of [408, 429, 500, 502, 503]) {
  test(`${status} is trouble that passes`, async () => {
    server.answer = () => fault(status, 'busy', '请稍等');
    const error = await failure(request('GET', '/x'));
    assert.ok(error instanceof Unreachable);
    assert.deepEqual([error.answered, error.said], [true, '请稍等']);
  });
}

test('a proxy that answers with a page of its own says nothing to her', async () => {
  server.answer = () => new Response('<h1>Bad Gateway</h1>', { status: 502 });
  const error = await failure(request('GET', '/x'));
  assert.ok(error instanceof Unreachable && error.answered);
  assert.equal(error.said, null);
});

test('a validation error has no words for her', async () => {
  server.answer = () => json(422, { detail: [{ loc: ['body'], msg: 'too long' }] });
  const error = await failure(request('POST', '/x', {}));
  assert.ok(error instanceof Refused);
  assert.deepEqual([error.code, error.said], ['error', null]);
});

test('a network that is away did not answer, and neither does half an answer', async () => {
  for (const answer of [away, () => new Response('{"half', { status: 200 })]) {
    server.answer = answer;
    const error = await failure(request('GET', '/x'));
    assert.ok(error instanceof Unreachable);
    assert.equal(error.answered, false);
  }
});

test('patience ends after twenty seconds', async () => {
  server.answer = () => new Promise(() => {});
  let over = false;
  const failed = failure(request('GET', '/x')).finally(() => {
    over = true;
  });
  await clock.pass(19_999);
  assert.equal(over, false);
  await clock.pass(1);
  assert.equal(over, true);
  const error = await failed;
  assert.ok(error instanceof Unreachable && !error.answered);
});

test('waits grow, and then stay', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5, 500].map(backOff), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test('sleep sleeps as long as it says', async () => {
  let awake = false;
  sleep(500).then(() => {
    awake = true;
  });
  await clock.pass(499);
  assert.equal(awake, false);
  await clock.pass(1);
  assert.equal(awake, true);
});

test('only a failure of ours has words', () => {
  assert.equal(saidOf(new Refused(422, 'no', '不行')), '不行');
  assert.equal(saidOf(new Unreachable('x')), null);
  assert.equal(saidOf(new TypeError('x')), null);
  assert.equal(saidOf(undefined), null);
});
