/** The conversation with the server: opened or restored, one turn at a time, nothing lost on the way. */
import { backOff, Refused, request, saidOf, sleep, Unreachable } from '/kiosk/talk/http.js';
import { uuid, visit } from '/kiosk/talk/store.js';

/** A server that answers with errors, unlike one that is away, is not asked for ever. */
const ERRORS_BEFORE_GIVING_UP = 8;

/**
 * @typedef {{title: string, payload: string}} Button
 * @typedef {{kind: 'summary' | 'receipt' | 'status', title: string,
 *            rows: {label: string, value: string}[], code: string | null}} Card
 * @typedef {{text: string, say: string, buttons: Button[], card: Card | null,
 *            question: string, ended: boolean}} Reply
 * @typedef {{id: string, text: string}} Turn
 * @typedef {{conversation: string, reply: Reply, heard: string | null}} Begun
 */

/** A turn that will not be delivered: refused, or given up. */
export class Undelivered extends Error {
  /** @param {boolean} refused @param {string | null} said the server's own words */
  constructor(refused, said) {
    super('undelivered');
    this.refused = refused;
    this.said = said;
  }
}

export class Conversation {
  /** @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /**
   * @param {{station: string | null, code: string | null}} door where the page was opened: what its address says
   * @param {{trouble: (said: string | null) => void, recovered: () => void}} line told when the network comes and goes
   */
  constructor(door, line) {
    this.door = door;
    this.line = line;
    this.id = visit.get('conversation');
  }

  /**
   * Restores this tab's conversation, or opens one; turns wait for it.
   * @returns {Promise<{reply: Reply, heard: string | null, restored: boolean}>}
   */
  begin() {
    const begun = this.#begin();
    this.#queue = begun.catch(() => {});
    return begun;
  }

  async #begin() {
    const id = this.id;
    if (id) {
      try {
        const { reply, heard } = await this.#persist(() => begun(request('GET', path(id))));
        return { reply, heard, restored: true };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
    return { reply: await this.open(), heard: null, restored: false };
  }

  /** A new conversation; the old one stays on the server. @returns {Promise<Reply>} its greeting */
  async open() {
    return (await this.#open()).reply;
  }

  /** @returns {Promise<Begun>} */
  async #open() {
    let opened;
    try {
      opened = await this.#persist(() => begun(request('POST', '/api/conversations', this.door)));
    } catch (error) {
      // A mistyped address must not leave her before a dead screen: the server has a station of its own.
      if (!(error instanceof Refused) || (!this.door.station && !this.door.code)) throw error;
      this.door = { station: null, code: this.door.station ? this.door.code : null };
      return this.#open();
    }
    this.id = opened.conversation;
    visit.set('conversation', opened.conversation);
    return opened;
  }

  /** The id to speak into: asks the server whether it still knows ours. @returns {Promise<string>} */
  async confirmed() {
    if (this.id) {
      try {
        await request('GET', path(this.id));
        return this.id;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
    return (await this.#open()).conversation;
  }

  /** Sends one turn, after those before it. @param {string} text @returns {Promise<Reply>} @throws {Undelivered} */
  turn(text) {
    return this.#line({ id: uuid(), text });
  }

  /** Turns that a reload interrupted, sent again under their own ids. @returns {{turn: Turn, reply: Promise<Reply>}[]} */
  unfinished() {
    const turns = visit.get('pending') ?? [];
    visit.set('pending', null);
    return turns.map((turn) => ({ turn, reply: this.#line(turn) }));
  }

  /** @param {Turn} turn @returns {Promise<Reply>} */
  #line(turn) {
    visit.set('pending', [...(visit.get('pending') ?? []), turn]);
    const reply = this.#queue.then(() => this.#deliver(turn));
    this.#queue = reply.catch(() => {});
    return reply;
  }

  /** @param {Turn} turn @returns {Promise<Reply>} */
  async #deliver(turn) {
    try {
      return await this.#post(turn);
    } catch (error) {
      throw new Undelivered(error instanceof Refused, saidOf(error));
    } finally {
      visit.set('pending', (visit.get('pending') ?? []).filter(({ id }) => id !== turn.id));
    }
  }

  /** @param {Turn} turn @returns {Promise<Reply>} */
  async #post(turn) {
    if (this.id) {
      try {
        return await this.#send(this.id, turn);
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 404) throw error;
      }
    }
    const { conversation } = await this.#open();
    return this.#send(conversation, turn);
  }

  /** @param {string} id @param {Turn} turn */
  #send(id, turn) {
    return this.#persist(async () => /** @type {Reply} */ (await request('POST', `${path(id)}/turns`, turn)));
  }

  /** Repeats until the server answers. @template T @param {() => Promise<T>} attempt @returns {Promise<T>} */
  async #persist(attempt) {
    let errors = 0;
    for (let n = 0; ; n += 1) {
      try {
        const answer = await attempt();
        this.line.recovered();
        return answer;
      } catch (error) {
        if (error instanceof Unreachable && error.answered) errors += 1;
        if (!(error instanceof Unreachable) || errors >= ERRORS_BEFORE_GIVING_UP) {
          this.line.recovered();
          throw error;
        }
        this.line.trouble(error.said);
        await sleep(backOff(n));
      }
    }
  }
}

/** @param {string} id */
const path = (id) => `/api/conversations/${encodeURIComponent(id)}`;

/** @param {Promise<unknown>} answer @returns {Promise<Begun>} */
const begun = async (answer) => /** @type {Begun} */ (await answer);
