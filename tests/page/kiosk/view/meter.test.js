import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, define } from '../../fakes/clock.js';
import { as, FakeCanvas } from '../../fakes/element.js';

let calm = false;
const clock = new Clock();
define('matchMedia', () => ({ matches: calm }));
define('devicePixelRatio', 2);
define('getComputedStyle', () => ({
  getPropertyValue: (/** @type {string} */ name) => (name === '--inner' ? '0.7' : name),
}));
const { Meter } = await import('/kiosk/view/meter.js');

let canvas = new FakeCanvas();
/** @param {boolean} still */
function meter(still = false) {
  calm = still;
  return new Meter(as(canvas));
}
beforeEach(() => {
  canvas = new FakeCanvas();
});

/** @param {number} db */
const rms = (db) => 10 ** (db / 20);

/** How far each ray reaches, from the top on clockwise. */
const lengths = () => canvas.pen.rays.map(({ from, to }) => Math.hypot(to[0] - from[0], to[1] - from[1]));

test('quiet speech is nothing, loud speech is all, silence no less than nothing', () => {
  const seen = [0, rms(-60), rms(-52), rms(-33), rms(-14), 1].map((level) => {
    meter().push(level);
    return canvas.dataset.level;
  });
  assert.deepEqual(seen, ['0.00', '0.00', '0.00', '0.50', '1.00', '1.00']);
});

test('a voice grows from the top, down both sides alike', async () => {
  const shown = meter();
  shown.start();
  shown.push(1);
  await clock.pass(10 * 16);
  const rays = lengths();
  assert.equal(rays.length, 72);
  assert.equal(canvas.width, 400);
  assert.ok(canvas.pen.rays[0].to[1] < canvas.pen.rays[0].from[1], 'the first ray points up');
  assert.ok(rays[0] > rays[5] && rays[5] > rays[20], `${rays[0]} ${rays[5]} ${rays[20]}`);
  for (let n = 1; n < 36; n += 1) assert.ok(Math.abs(rays[n] - rays[72 - n]) < 1e-9);
  assert.deepEqual([canvas.pen.rays[0].style, canvas.pen.rays[36].style], ['--loud', '--still']);
  shown.stop();
});

test('who wants no motion sees one ring that grows', async () => {
  const shown = meter(true);
  shown.start();
  shown.push(1);
  await clock.pass(10 * 16);
  const rays = lengths();
  assert.ok(Math.max(...rays) - Math.min(...rays) < 1e-9);
  assert.ok(rays[0] > 20);
  shown.stop();
});

test('it is drawn once a frame, and not at all when stopped', async () => {
  const shown = meter();
  shown.start();
  shown.start();
  await clock.pass(160);
  assert.equal(canvas.pen.cleared, 10);
  shown.push(1);
  shown.stop();
  assert.equal(canvas.dataset.level, undefined);
  assert.equal(clock.waiting, 0);
  assert.deepEqual(canvas.pen.rays, []);
});

test('it starts from nothing again', async () => {
  const shown = meter();
  shown.start();
  shown.push(1);
  await clock.pass(160);
  shown.stop();
  shown.start();
  await clock.pass(16);
  assert.ok(canvas.pen.rays.every(({ style }) => style === '--still'));
  shown.stop();
});
