import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock } from '../../fakes/clock.js';
import { as, FakeDialog, FakeElement } from '../../fakes/element.js';
import { openWindow } from '../../fakes/window.js';

const { Idle } = await import('/kiosk/view/idle.js');

let clock = new Clock();
let window = openWindow();
let parts = place();
/** What the page was told. @type {string[]} */
let told = [];
let going = true;
let busy = false;

function place() {
  const [countdown, stay, leave] = Array.from({ length: 3 }, () => new FakeElement());
  return { dialog: new FakeDialog(), countdown, stay, leave };
}

beforeEach(() => {
  clock = new Clock();
  window = openWindow();
  parts = place();
  [told, going, busy] = [[], true, false];
  new Idle(as(parts), {
    going: () => going,
    busy: () => busy,
    asked: () => told.push('asked'),
    gone: () => told.push('gone'),
  });
});

test('after a minute and a half it asks, once, with the kind answer at hand', async () => {
  await clock.pass(89_500);
  assert.equal(parts.dialog.open, false);
  await clock.pass(500);
  assert.equal(parts.dialog.open, true);
  assert.equal(parts.stay.focused, 1);
  assert.match(parts.countdown.textContent, /60/);
  await clock.pass(30_000);
  assert.match(parts.countdown.textContent, /30/);
  assert.deepEqual(told, ['asked']);
});

test('a minute later it makes room for the next', async () => {
  await clock.pass(149_500);
  assert.deepEqual(told, ['asked']);
  await clock.pass(500);
  assert.deepEqual(told, ['asked', 'gone']);
  assert.equal(parts.dialog.open, false);
  going = false;
  await clock.pass(600_000);
  assert.deepEqual(told, ['asked', 'gone']);
});

for (const kind of ['pointerdown', 'keydown', 'input', 'wheel']) {
  test(`${kind}: somebody is there`, async () => {
    await clock.pass(80_000);
    window.dispatchEvent(new Event(kind));
    await clock.pass(89_500);
    assert.deepEqual(told, []);
    await clock.pass(500);
    assert.deepEqual(told, ['asked']);
  });
}

test('where nothing has begun there is nothing to clear away', async () => {
  going = false;
  await clock.pass(600_000);
  assert.deepEqual(told, []);
});

test('speaking and being read to is no silence', async () => {
  busy = true;
  await clock.pass(600_000);
  busy = false;
  await clock.pass(89_000);
  assert.deepEqual(told, []);
  await clock.pass(1_000);
  assert.deepEqual(told, ['asked']);
});

test('its own question read aloud does not answer it', async () => {
  await clock.pass(90_000);
  busy = true;
  await clock.pass(60_000);
  assert.deepEqual(told, ['asked', 'gone']);
});

test('staying starts the clock again', async () => {
  await clock.pass(120_000);
  parts.stay.click();
  assert.equal(parts.dialog.open, false);
  await clock.pass(89_000);
  assert.deepEqual(told, ['asked']);
  await clock.pass(1_000);
  assert.deepEqual(told, ['asked', 'asked']);
});

test('a touch beside the question does not answer it, Escape does', async () => {
  await clock.pass(120_000);
  window.dispatchEvent(new Event('pointerdown'));
  await clock.pass(1_000);
  assert.equal(parts.dialog.open, true);
  parts.dialog.close();
  await clock.pass(60_000);
  assert.deepEqual(told, ['asked']);
});

test('who is done says so, and is not waited for', async () => {
  await clock.pass(95_000);
  parts.leave.click();
  assert.equal(parts.dialog.open, false);
  assert.deepEqual(told, ['asked', 'gone']);
});
