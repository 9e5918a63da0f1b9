/**
 * Whether she speaks while nobody pressed the button: pure counters over how loud each tenth of a second is.
 * Her voice is as loud as it was when she last spoke, and stays so for long enough; a cough does not, a
 * television is not. While the kiosk itself talks, what the microphone has of that counts as the room.
 */

/** How far below her usual loudness she may be, how far above the room, and in how many of the last chunks, in dB. */
const QUIET = { below: 12, above: 10, enough: 3, of: 5 };
const SOUNDING = { below: 9, above: 6, enough: 5, of: 6 };
/** The room is known after half a second, and is what was there in the last three. */
const ROOM_LEAST = 5;
const ROOM_CHUNKS = 30;
/** Loud chunks of an utterance are her voice; the room is at its quietest between words, the kiosk at its loudest. */
const LOUD = 0.9;
const CALM = 0.2;

/** @param {number} rms 0 to 1 */
const decibels = (rms) => 20 * Math.log10(Math.max(rms, 1e-5));

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)];
}

export class Noticing {
  /** How loud she is, from her last utterance. @type {number | null} */
  #hers = null;
  /** @type {number[]} */
  #said = [];
  /** @type {number[]} */
  #room = [];
  /** @type {boolean[]} */
  #recent = [];
  #sounding = false;

  /** She speaks, after pressing the button or not. @param {number} rms */
  learn(rms) {
    this.#said.push(decibels(rms));
  }

  /** She has spoken; from now on it is to be noticed when she does again. */
  begin() {
    if (this.#said.length) this.#hers = quantile(this.#said, LOUD);
    this.#said = [];
    this.#room = [];
    this.#recent = [];
  }

  /**
   * One more tenth of a second.
   * @param {number} rms 0 to 1
   * @param {boolean} sounding whether the kiosk is talking itself
   * @returns {boolean} whether she has begun to speak
   */
  step(rms, sounding) {
    if (sounding !== this.#sounding) {
      this.#sounding = sounding;
      this.#room = [];
      this.#recent = [];
    }
    const { below, above, enough, of } = sounding ? SOUNDING : QUIET;
    const level = decibels(rms);
    const known = this.#room.length >= ROOM_LEAST;
    const room = known ? quantile(this.#room, sounding ? LOUD : CALM) : Infinity;
    const hers = this.#hers ?? Infinity;
    this.#recent.push(level >= room + above && level >= hers - below);
    if (this.#recent.length > of) this.#recent.shift();
    if (!this.#recent.at(-1)) this.#room.push(level);
    if (this.#room.length > ROOM_CHUNKS) this.#room.shift();
    return this.#recent.filter(Boolean).length >= enough;
  }
}
