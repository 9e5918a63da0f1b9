/** The window of a page, as far as its modules look at it: events, address, storage. */
import { webcrypto } from 'node:crypto';
import { define } from './clock.js';

/** @implements {Storage} */
export class FakeStorage {
  /** @type {Map<string, string>} */
  kept = new Map();
  [Symbol.toStringTag] = 'Storage';

  get length() {
    return this.kept.size;
  }

  /** @param {string} key */
  getItem(key) {
    return this.kept.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.kept.set(key, String(value));
  }

  /** @param {string} key */
  removeItem(key) {
    this.kept.delete(key);
  }

  clear() {
    this.kept.clear();
  }

  /** @param {number} index */
  key(index) {
    return [...this.kept.keys()][index] ?? null;
  }
}

export class FakeWindow extends EventTarget {
  sessionStorage = new FakeStorage();
  localStorage = new FakeStorage();
  isSecureContext = true;
  /** @type {unknown} */
  AudioWorkletNode = undefined;
}

/** Opens a fresh page at `address`; modules that are imported afterwards live in it. */
export function openWindow(address = 'http://kiosk.test:8000/') {
  const window = new FakeWindow();
  const { href, host } = new URL(address);
  define('window', window);
  define('location', { href, host });
  if (!globalThis.crypto) define('crypto', webcrypto);
  return window;
}
