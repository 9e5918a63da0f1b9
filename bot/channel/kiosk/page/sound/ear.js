/** The ear: from the press of the button to the reply. Joins the microphone to an utterance. */
import { Microphone } from '/kiosk/sound/microphone.js';
import { uuid, visit } from '/kiosk/talk/store.js';
import { Utterance } from '/kiosk/sound/utterance.js';

/** Tenths of a second kept from before she was noticed: half of one, and what noticing took. */
const BEFORE_CHUNKS = 11;

export class Ear {
  /** @type {Microphone | null} */
  #microphone = null;
  /** @type {Utterance | null} */
  #utterance = null;
  /** @type {() => void} */
  #settle = () => {};

  /** Resolves when no utterance is under way. @type {Promise<void>} */
  settled = Promise.resolve();

  /**
   * @param {(again: boolean) => Promise<string>} conversation
   * @param {(heard: import('/kiosk/sound/utterance.js').Heard) => void} hear
   * @param {(level: number) => void} level loudness of each 100 ms, 0 to 1
   * @param {(how: 'gone' | 'muted') => void} lost the microphone that was open is unplugged, or switched off
   */
  constructor(conversation, hear, level, lost) {
    this.conversation = conversation;
    this.hear = hear;
    this.level = level;
    this.lost = lost;
  }

  /**
   * @returns {Promise<boolean>} false when it was cancelled while the microphone opened
   * @throws {import('/kiosk/sound/microphone.js').NoMicrophone}
   */
  async listen() {
    /** @type {Utterance | null} */
    let utterance = null;
    const opened = await this.#open((pcm, level) => {
      utterance?.push(pcm);
      this.level(level);
    });
    if (opened) utterance = this.#begin(uuid());
    return opened;
  }

  /**
   * Waits for her to speak without pressing. Until she is noticed nothing of it leaves the page.
   * @param {(level: number) => boolean} notice told each 100 ms, until it says that she speaks
   * @param {() => void} began
   * @throws {import('/kiosk/sound/microphone.js').NoMicrophone}
   */
  async attend(notice, began) {
    /** @type {Uint8Array[]} */
    const before = [];
    /** @type {Utterance | null} */
    let utterance = null;
    await this.#open((pcm, level, current) => {
      if (utterance) {
        utterance.push(pcm);
        this.level(level);
        return;
      }
      before.push(pcm);
      if (before.length > BEFORE_CHUNKS) before.shift();
      if (!current || !notice(level)) return;
      utterance = this.#begin(uuid(), true);
      for (const piece of before.splice(0)) utterance.push(piece);
      began();
    });
  }

  /** Waits no longer, unless she speaks already. */
  ignore() {
    if (!this.#utterance) this.#hush();
  }

  /** After a reload: what the server has of an interrupted utterance is still worth a reply. @returns {boolean} */
  resume() {
    const id = visit.get('utterance');
    if (!id) return false;
    this.#begin(id).finish();
    return true;
  }

  /** She has finished: the last syllable goes out before the end does. */
  async finish() {
    const utterance = this.#utterance;
    await this.#hush();
    utterance?.finish();
  }

  /** She takes it back. */
  cancel() {
    this.#hush();
    this.#utterance?.cancel();
    this.#done();
  }

  /**
   * @param {(pcm: Uint8Array, level: number, current: boolean) => void} deliver `current` until it is closed; the last
   *   syllable comes after that
   * @returns {Promise<boolean>} false when it was closed meanwhile
   */
  async #open(deliver) {
    /** @type {Microphone} */
    const microphone = new Microphone(
      (pcm, level) => deliver(pcm, level, this.#microphone === microphone),
      (how) => {
        if (this.#microphone === microphone) this.lost(how);
      },
    );
    this.#microphone = microphone;
    await microphone.open();
    if (this.#microphone === microphone) return true;
    await microphone.close();
    return false;
  }

  /** @param {string} id @param {boolean} [unasked] she did not press the button @returns {Utterance} */
  #begin(id, unasked = false) {
    visit.set('utterance', id);
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    const utterance = new Utterance(id, this.conversation, (heard) => {
      if (this.#utterance !== utterance) return;
      if (heard.type === 'endpoint') this.#hush();
      if (heard.type === 'reply' || heard.type === 'failed') {
        this.#hush();
        this.#done();
      }
      this.hear(heard);
    }, unasked);
    this.#utterance = utterance;
    return utterance;
  }

  async #hush() {
    const microphone = this.#microphone;
    this.#microphone = null;
    await microphone?.close();
  }

  #done() {
    this.#utterance = null;
    visit.set('utterance', null);
    this.#settle();
  }
}
