import assert from 'node:assert/strict';
import { test } from 'node:test';
import { define } from '../../fakes/clock.js';
import { openWindow } from '../../fakes/window.js';

let loads = 0;

/** The module of a page that was loaded just now. @returns {Promise<typeof import('/kiosk/talk/store.js')>} */
function load() {
  loads += 1;
  return import(`/kiosk/talk/store.js?${loads}`);
}

test('a visit outlives a reload, under names of its own', async () => {
  const window = openWindow();
  const turns = [{ id: 'a', text: '路灯坏了' }];
  (await load()).visit.set('pending', turns);
  assert.deepEqual([...window.sessionStorage.kept.keys()], ['xiaoqing.pending']);
  assert.deepEqual((await load()).visit.get('pending'), turns);
  assert.equal((await load()).visit.get('draft'), null);
});

test('null forgets', async () => {
  const window = openWindow();
  const { visit } = await load();
  visit.set('draft', '路灯');
  visit.set('draft', null);
  assert.equal(visit.get('draft'), null);
  assert.equal(window.sessionStorage.length, 0);
});

test('what the machine remembers is not the visit', async () => {
  const window = openWindow();
  (await load()).machine.set('size', 3);
  assert.equal(window.sessionStorage.length, 0);
  assert.equal(window.localStorage.getItem('xiaoqing.size'), '3');
});

test('what cannot be read counts as absent', async () => {
  openWindow().sessionStorage.setItem('xiaoqing.pending', '[{');
  assert.equal((await load()).visit.get('pending'), null);
});

test('a browser that forbids storage makes a page that forgets, and goes on', async () => {
  const window = openWindow();
  Object.defineProperty(window, 'sessionStorage', {
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  const { visit } = await load();
  visit.set('draft', '路灯');
  assert.equal(visit.get('draft'), null);
});

test('a full storage is no failure', async () => {
  const window = openWindow();
  window.sessionStorage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  (await load()).visit.set('draft', '路灯');
});

test('an id is a version 4 UUID, on plain http too', async () => {
  openWindow();
  const { uuid } = await load();
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(uuid(), pattern);
  const { crypto } = globalThis;
  define('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const made = new Set(Array.from({ length: 200 }, uuid));
  assert.equal(made.size, 200);
  for (const id of made) assert.match(id, pattern);
});
