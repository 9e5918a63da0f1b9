/** Whether the server can hear yet, and speak, asked again and again until it can. */
import { request } from '/kiosk/talk/http.js';

const SOON_MS = 2000;
/** Once ready, a look now and then notices a restarted server. */
const LATER_MS = 30_000;

/** @typedef {{state: 'absent' | 'fetching' | 'loading' | 'ready' | 'failed' | 'away'
 *               | 'disk_full',
 *             engine: string | null, progress: number | null, words: string | null,
 *             voice: string | null}} Hearing */

export class Readiness {
  /** @type {Hearing} */
  hearing = { state: 'away', engine: null, progress: null, words: null, voice: null };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(hearing: Hearing) => void} tell */
  constructor(tell) {
    this.tell = tell;
  }

  get ready() {
    return this.hearing.state === 'ready';
  }

  /** Asks now, and from now on. */
  async watch() {
    clearTimeout(this.#timer);
    try {
      this.hearing = /** @type {Hearing} */ (await request('GET', '/api/speech'));
    } catch {
      this.hearing = { state: 'away', engine: null, progress: null, words: null, voice: null };
    }
    this.tell(this.hearing);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.watch(), this.ready ? LATER_MS : SOON_MS);
  }
}
