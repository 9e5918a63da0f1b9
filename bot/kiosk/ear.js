/** The ear: from the press of the button to the reply. Joins the microphone to an utterance. */
import { Microphone } from '/kiosk/microphone.js';
import { uuid, visit } from '/kiosk/store.js';
import { Utterance } from '/kiosk/utterance.js';

export class Ear {
  #microphone = null;
  #utterance = null;
  #settle = () => {};

  /** Resolves when no utterance is under way. */
  settled = Promise.resolve();

  /**
   * @param {(again: boolean) => Promise<string>} conversation
   * @param {(heard: import('/kiosk/utterance.js').Heard) => void} hear
   * @param {(level: number) => void} level loudness of each 100 ms, 0 to 1
   */
  constructor(conversation, hear, level) {
    this.conversation = conversation;
    this.hear = hear;
    this.level = level;
  }

  /**
   * @returns {Promise<boolean>} false when it was cancelled while the microphone opened
   * @throws {import('/kiosk/microphone.js').NoMicrophone}
   */
  async listen() {
    let utterance = null;
    const microphone = new Microphone((pcm, level) => {
      utterance?.push(pcm);
      this.level(level);
    });
    this.#microphone = microphone;
    await microphone.open();
    if (this.#microphone !== microphone) {
      await microphone.close();
      return false;
    }
    utterance = this.#begin(uuid());
    return true;
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

  /** @param {string} id @returns {Utterance} */
  #begin(id) {
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
    });
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
