/** One utterance on its way to the server: its sound is kept whole until the reply, and survives lost sockets. */
import { backOff, sleep } from '/kiosk/talk/http.js';

const PIECE_BYTES = 32_768;
const BYTES_A_SECOND = 32_000;
const LONGEST_S = 300;
/** A socket that died silently after the last chunk: nothing else would notice. Longer than a slow recogniser needs. */
const SILENT_MS = 90_000;
/** Connections that began well and ended without an outcome. */
const FRUITLESS = 5;

/** @typedef {import('/kiosk/talk/conversation.js').Reply} Reply */

/**
 * @typedef {{type: 'listening', received: number, engine: string} | {type: 'partial', text: string}
 *   | {type: 'waiting', place: number} | {type: 'endpoint', reason: string} | {type: 'final', text: string}
 *   | {type: 'reply', reply: Reply} | {type: 'failed', code: string, words: string | null, reply: Reply | null}
 *   | {type: 'dropped'}} Heard
 */

export class Utterance {
  #sound = new Uint8Array(BYTES_A_SECOND * 15);
  #size = 0;
  #sent = 0;
  /** @type {WebSocket | null} */
  #socket = null;
  #listening = false;
  #finished = false;
  #over = false;
  #fruitless = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;

  /**
   * @param {string} id
   * @param {(again: boolean) => Promise<string>} conversation the id to speak into; `again` on a reconnection
   * @param {(heard: Heard) => void} hear
   * @param {boolean} [unasked] she did not press the button: if it was no voice, nothing comes of it
   */
  constructor(id, conversation, hear, unasked = false) {
    this.id = id;
    this.conversation = conversation;
    this.hear = hear;
    this.unasked = unasked;
    this.#run();
  }

  /** Sound is kept from the first chunk on, connected or not. @param {Uint8Array} pcm */
  push(pcm) {
    if (this.#finished || this.#over) return;
    if (this.#size + pcm.length > this.#sound.length) {
      const larger = new Uint8Array(this.#sound.length * 2 + pcm.length);
      larger.set(this.#sound.subarray(0, this.#size));
      this.#sound = larger;
    }
    this.#sound.set(pcm, this.#size);
    this.#size += pcm.length;
    this.#flush();
    if (this.#size >= LONGEST_S * BYTES_A_SECOND) this.#tell({ type: 'endpoint', reason: 'limit' });
  }

  /** She has said everything. */
  finish() {
    if (this.#finished) return;
    this.#finished = true;
    this.#flush();
  }

  /** She takes it back; no reply will come. */
  cancel() {
    if (this.#over) return;
    if (this.#listening) this.#socket?.send('{"cancel":1}');
    this.#end();
  }

  async #run() {
    for (let n = 0; !this.#over; n += 1) {
      try {
        const conversation = await this.conversation(n > 0);
        if (this.#over) return;
        if (await this.#connect(conversation)) n = 0;
      } catch {
        // The server is away: the next round asks again.
      }
      if (this.#over) return;
      if (this.#fruitless >= FRUITLESS) {
        this.#tell({ type: 'failed', code: 'no_outcome', words: null, reply: null });
        return;
      }
      this.hear({ type: 'dropped' });
      await sleep(backOff(n));
    }
  }

  /** @param {string} conversation @returns {Promise<boolean>} when it closes: whether the server had listened */
  #connect(conversation) {
    const url = new URL('/api/listen', location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = String(new URLSearchParams({ conversation, utterance: this.id, unasked: String(this.unasked) }));
    const socket = new WebSocket(url);
    this.#socket = socket;
    return new Promise((resolve) => {
      const offline = () => socket.close();
      window.addEventListener('offline', offline, { once: true });
      socket.onopen = () => socket.send('{"config":{"sample_rate":16000,"channels":1}}');
      socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
      socket.onclose = () => {
        window.removeEventListener('offline', offline);
        clearTimeout(this.#watch);
        const listened = this.#listening;
        this.#listening = false;
        if (listened) this.#fruitless += 1;
        resolve(listened);
      };
    });
  }

  /** @param {Heard} heard */
  #receive(heard) {
    if (this.#over) return;
    if (heard.type === 'listening') {
      this.#listening = true;
      this.#sent = Math.min(heard.received, this.#size);
      this.#flush();
    }
    if (heard.type === 'failed' && heard.code === 'unknown_conversation' && this.#fruitless < FRUITLESS) {
      // The server closes; the next round asks for a conversation that it knows, and says all of it there.
      this.#fruitless += 1;
      return;
    }
    if (heard.type === 'partial') this.#fruitless = 0;
    this.#watchSilence();
    this.#tell(heard);
  }

  /** @param {Heard} heard */
  #tell(heard) {
    if (heard.type === 'endpoint') this.#finished = true;
    if (heard.type === 'reply' || heard.type === 'failed') this.#end();
    this.hear(heard);
  }

  #flush() {
    if (!this.#listening) return;
    while (this.#sent < this.#size) {
      const end = Math.min(this.#sent + PIECE_BYTES, this.#size);
      this.#socket?.send(this.#sound.slice(this.#sent, end));
      this.#sent = end;
    }
    if (this.#finished) {
      this.#socket?.send('{"eof":1}');
      this.#watchSilence();
    }
  }

  #watchSilence() {
    clearTimeout(this.#watch);
    if (this.#finished) this.#watch = setTimeout(() => this.#socket?.close(), SILENT_MS);
  }

  #end() {
    this.#over = true;
    clearTimeout(this.#watch);
    this.#socket?.close();
    this.#sound = new Uint8Array(0);
    this.#size = 0;
  }
}
