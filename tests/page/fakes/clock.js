/** Time that passes when a test says so: timers, frames, performance.now and AbortSignal.timeout. */

/** @typedef {{id: number, at: number, every: number | null, deed: () => void}} Timer */

const FRAME_MS = 16;

/** Lets everything that waits for nothing but its turn happen. */
export async function settle() {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** @param {string} name @param {unknown} value */
export function define(name, value) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

export class Clock {
  now = 0;
  #ids = 0;
  /** @type {Timer[]} */
  #timers = [];

  constructor() {
    const set = (/** @type {() => void} */ deed, ms = 0) => this.#add(deed, ms, null);
    const clear = (/** @type {number | undefined} */ id) => {
      this.#timers = this.#timers.filter((timer) => timer.id !== id);
    };
    define('setTimeout', set);
    define('clearTimeout', clear);
    define('setInterval', (/** @type {() => void} */ deed, /** @type {number} */ ms) => this.#add(deed, ms, ms));
    define('clearInterval', clear);
    define('requestAnimationFrame', (/** @type {() => void} */ deed) => this.#add(deed, FRAME_MS, null));
    define('cancelAnimationFrame', clear);
    Object.defineProperty(performance, 'now', { value: () => this.now, configurable: true });
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      set(() => controller.abort(new DOMException('too late', 'TimeoutError')), ms);
      return controller.signal;
    };
  }

  /** How many timers are set. */
  get waiting() {
    return this.#timers.length;
  }

  /** @param {number} ms */
  async pass(ms) {
    const until = this.now + ms;
    await settle();
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at || a.id - b.id);
      if (!next) break;
      this.now = next.at;
      if (next.every) next.at += next.every;
      else this.#timers.splice(this.#timers.indexOf(next), 1);
      next.deed();
      await settle();
    }
    this.now = until;
  }

  /** @param {() => void} deed @param {number} ms @param {number | null} every */
  #add(deed, ms, every) {
    this.#ids += 1;
    this.#timers.push({ id: this.#ids, at: this.now + ms, every, deed });
    return this.#ids;
  }
}
