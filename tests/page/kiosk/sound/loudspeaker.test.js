import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, settle } from '../../fakes/clock.js';
import { FakeContext, FakeSource } from '../../fakes/playing.js';
import { fault, Server } from '../../fakes/server.js';
import { Loudspeaker } from '/kiosk/sound/loudspeaker.js';

let clock = new Clock();
let server = new Server();
beforeEach(() => {
  clock = new Clock();
  server = new Server();
  FakeContext.install(clock);
});

/** The head of a WAV as the server sends it: s16le, one channel. @param {number} rate */
function head(rate) {
  const view = new DataView(new ArrayBuffer(44));
  view.setUint32(24, rate, true);
  return [...new Uint8Array(view.buffer)];
}

/** @param {number[]} samples @returns {number[]} */
const bytes = (samples) => samples.flatMap((sample) => [sample & 0xff, (sample >> 8) & 0xff]);

/** An answer that comes in these pieces, `apart` milliseconds from one to the next. @param {number[][]} pieces */
function streamed(pieces, apart = 0) {
  const left = [...pieces];
  return new Response(
    new ReadableStream({
      async pull(controller) {
        if (apart) await new Promise((resolve) => setTimeout(resolve, apart));
        const piece = left.shift();
        if (piece) controller.enqueue(new Uint8Array(piece));
        else controller.close();
      },
    }, { highWaterMark: 0 }),
  );
}

const played = () => FakeSource.all.map(({ sound, at, rate }) => ({ sound: [...sound], at, rate }));

test('it plays what comes from its first piece on, piece after piece', async () => {
  const [one, two] = [new Array(2400).fill(16_384), new Array(2400).fill(-16_384)];
  server.answer = () => streamed([[...head(24_000), ...bytes(one)], bytes(two)]);
  new Loudspeaker().play('/api/say', { text: '您好' });
  await settle();
  assert.deepEqual(server.asked, [{ method: 'POST', path: '/api/say', body: { text: '您好' } }]);
  assert.deepEqual(
    played().map(({ sound, at, rate }) => [sound.length, sound[0], at.toFixed(2), rate]),
    [[2400, 0.5, '0.06', 24_000], [2400, -0.5, '0.16', 24_000]],
  );
});

test('a head and a sample that are cut in two are joined again', async () => {
  const wav = [...head(24_000), ...bytes([16_384, -32_768, 8192])];
  server.answer = () => streamed([wav.slice(0, 20), wav.slice(20, 45), wav.slice(45, 47), wav.slice(47)]);
  new Loudspeaker().play('/api/say', {});
  await settle();
  await settle();
  assert.deepEqual(played().flatMap(({ sound }) => sound), [0.5, -1, 0.25]);
});

test('it is over when the last sound has been played, not when it has come', async () => {
  server.answer = () => streamed([[...head(24_000), ...bytes(new Array(24_000).fill(1))]]);
  let over = false;
  new Loudspeaker().play('/api/say', {}).then(() => {
    over = true;
  });
  await clock.pass(1_050);
  assert.equal(over, false);
  await clock.pass(20);
  assert.equal(over, true);
});

test('a piece that comes late is played when it is here, not in the past', async () => {
  const piece = bytes(new Array(2400).fill(1));
  server.answer = () => streamed([[...head(24_000), ...piece], piece], 1_000);
  new Loudspeaker().play('/api/say', {});
  await clock.pass(2_500);
  assert.deepEqual(played().map(({ at }) => at.toFixed(2)), ['1.06', '2.06']);
});

test('hushed, it is silent at once and asks for no more', async () => {
  server.answer = () => streamed([[...head(24_000), ...bytes(new Array(24_000).fill(1))]]);
  const loudspeaker = new Loudspeaker();
  let over = false;
  loudspeaker.play('/api/say', {}).then(() => {
    over = true;
  });
  await settle();
  loudspeaker.hush();
  await settle();
  assert.deepEqual([FakeSource.all[0].stopped, over], [true, true]);
});

test('hushed before the server was asked, it does not ask', async () => {
  const loudspeaker = new Loudspeaker();
  loudspeaker.play('/api/say', {});
  loudspeaker.hush();
  await settle();
  assert.equal(server.asked.length, 0);
});

test('a browser that wants a touch first is not waited for long', async () => {
  FakeContext.mute = true;
  const failed = assert.rejects(new Loudspeaker().play('/api/say', {}), /touch/);
  await clock.pass(500);
  await failed;
  assert.equal(server.asked.length, 0);
});

test('a server that has no voice is a failure', async () => {
  server.answer = () => fault(503, 'no_voice', '');
  await assert.rejects(new Loudspeaker().play('/api/say', {}), /503/);
});
