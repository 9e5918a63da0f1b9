import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { words } from '/kiosk/view/words.js';

const page = readFileSync(new URL(import.meta.resolve('/kiosk/index.html')), 'utf-8');

/** @param {string} attribute */
const named = (attribute) => [...page.matchAll(new RegExp(`${attribute}="([^"]*)"`, 'g'))].map(([, name]) => name);

test('every place of the page has its words', () => {
  const places = named('data-words');
  assert.ok(places.length > 10);
  const all = new Map(Object.entries(words));
  for (const place of places) assert.equal(typeof all.get(place), 'string', place);
});

test('every region has its name, and no name is left over', () => {
  assert.deepEqual(new Set(named('data-label')), new Set(Object.keys(words.labels)));
});

test('every state of the big button has two short lines, and one above', () => {
  for (const [state, lines] of Object.entries(words.speak)) {
    assert.equal(lines.length, 2, state);
    for (const line of lines) assert.ok(line.length > 0 && line.length <= 7, line);
    assert.ok(state in words.hint, state);
  }
});

test('numbers stand in what is said of them', () => {
  assert.match(words.waiting(3), /3 位/);
  assert.match(words.earPercent(42), /42%/);
  assert.match(words.seconds(9), /9 秒/);
  assert.match(words.microphone.insecure('kiosk.test:8000'), /https:\/\/kiosk\.test:8000/);
});

test('nobody can change a word', () => {
  assert.ok(Object.isFrozen(words));
});
