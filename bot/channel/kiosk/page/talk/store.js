/** What a tab remembers. Storage may be forbidden by the browser: then it forgets, and goes on. */

/**
 * @typedef {{conversation: string, draft: string, pending: import('/kiosk/talk/conversation.js').Turn[], utterance: string}} Visit
 * @typedef {{size: number}} Machine
 */

/**
 * @template {object} Kept what stands under each key
 * @typedef {object} Drawer
 * @property {<Key extends keyof Kept & string>(key: Key) => Kept[Key] | null} get null when absent or unreadable
 * @property {<Key extends keyof Kept & string>(key: Key, value: Kept[Key] | null) => void} set null forgets it
 */

/** @template {object} Kept @param {Storage | null} storage @returns {Drawer<Kept>} */
function drawer(storage) {
  return {
    get(key) {
      try {
        return JSON.parse(storage?.getItem(`xiaoqing.${key}`) ?? 'null');
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) storage?.removeItem(`xiaoqing.${key}`);
        else storage?.setItem(`xiaoqing.${key}`, JSON.stringify(value));
      } catch {
        // Full or forbidden: the page works without a memory.
      }
    },
  };
}

/** @param {'sessionStorage' | 'localStorage'} name */
function open(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

/** This tab's visit: conversation, draft, turns not yet delivered. @type {Drawer<Visit>} */
export const visit = drawer(open('sessionStorage'));

/** This machine: text size. @type {Drawer<Machine>} */
export const machine = drawer(open('localStorage'));

/** A version 4 UUID; crypto.randomUUID is missing on plain http from another host. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
