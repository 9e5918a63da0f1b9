import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, define } from '../../fakes/clock.js';
import { as, FakeCanvas, FakeElement } from '../../fakes/element.js';

new Clock();
define('matchMedia', () => ({ matches: false }));
const { Dial } = await import('/kiosk/view/dial.js');
const { words } = await import('/kiosk/view/words.js');

const VOICE = 0.1;
const SILENCE = 0.001;

let root = new FakeElement();
let parts = place();
function place() {
  const [speak, first, second, hint, cancel] = Array.from({ length: 5 }, () => new FakeElement());
  return { speak, first, second, hint, cancel, meter: new FakeCanvas() };
}
function dial() {
  const made = new Dial(as(root), as(parts));
  made.setDeaf(false);
  return made;
}
beforeEach(() => {
  root = new FakeElement();
  parts = place();
});

/** @type {[import('/kiosk/view/dial.js').State, boolean, boolean, boolean][]} may be pressed, is pressed, may be taken back */
const STATES = [
  ['starting', false, false, false],
  ['idle', true, false, false],
  ['opening', false, false, true],
  ['listening', true, true, true],
  ['thinking', false, false, true],
  ['sending', false, false, false],
];
for (const [state, able, pressed, back] of STATES) {
  test(`${state}: what it says, and what may be pressed`, () => {
    const shown = dial();
    shown.set(state);
    assert.equal(root.dataset.state, state);
    assert.deepEqual([parts.first.textContent, parts.second.textContent], words.speak[state]);
    assert.equal(parts.hint.textContent, words.hint[state]);
    assert.equal(parts.speak.attributes.get('aria-disabled'), String(!able));
    assert.equal(parts.speak.attributes.get('aria-pressed'), String(pressed));
    assert.equal(parts.cancel.classes.has('away'), !back);
    shown.set('idle');
  });
}

test('a server that cannot hear closes the button, and interrupts nothing', () => {
  const shown = dial();
  shown.set('listening');
  shown.setDeaf(true);
  assert.equal(root.dataset.state, 'listening');
  shown.set('idle');
  assert.equal(root.dataset.state, 'deaf');
  assert.equal(parts.speak.attributes.get('aria-disabled'), 'true');
  assert.equal(parts.hint.textContent, words.hint.deaf);
  shown.setDeaf(false);
  assert.equal(root.dataset.state, 'idle');
});

test('it says when she need not press', () => {
  const shown = dial();
  shown.set('idle');
  shown.attend(true);
  assert.equal(parts.hint.textContent, words.hint.attentive);
  shown.set('thinking');
  shown.attend(false);
  assert.equal(parts.hint.textContent, words.hint.thinking);
  shown.set('idle');
  assert.equal(parts.hint.textContent, words.hint.idle);
});

test('she is told that she is heard, and after three and a half seconds that she is not', () => {
  const shown = dial();
  shown.set('listening');
  for (let n = 0; n < 35; n += 1) shown.hear(SILENCE);
  assert.equal(parts.hint.textContent, words.hint.listening);
  shown.hear(SILENCE);
  assert.equal(parts.hint.textContent, words.hint.quiet);
  shown.hear(VOICE);
  assert.equal(parts.hint.textContent, words.hint.heard);
  for (let n = 0; n < 35; n += 1) shown.hear(SILENCE);
  assert.equal(parts.hint.textContent, words.hint.heard);
  shown.set('idle');
});

test('the silence of an earlier time does not count', () => {
  const shown = dial();
  shown.set('listening');
  for (let n = 0; n < 35; n += 1) shown.hear(SILENCE);
  shown.set('idle');
  shown.set('listening');
  shown.hear(SILENCE);
  assert.equal(parts.hint.textContent, words.hint.listening);
  shown.set('idle');
});

test('nothing moves while nobody listens', () => {
  const shown = dial();
  shown.set('thinking');
  shown.hear(VOICE);
  assert.equal(parts.hint.textContent, words.hint.thinking);
  assert.equal(parts.meter.dataset.level, undefined);
});

test('a screen reader is not told the same again and again', () => {
  const shown = dial();
  shown.set('listening');
  shown.hear(VOICE);
  const { told } = parts.hint;
  for (let n = 0; n < 50; n += 1) shown.hear(VOICE);
  assert.equal(parts.hint.told, told);
  shown.set('idle');
});
