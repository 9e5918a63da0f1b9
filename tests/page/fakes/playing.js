/** The browser's audio on its way out: what was to be played, and when. */
import { define } from './clock.js';

/** @typedef {{duration: number, sound: Float32Array, rate: number, copyToChannel: (sound: Float32Array) => void}} Buffer */

export class FakeContext {
  /** This browser lets no page sound before a touch. */
  static mute = false;
  /** @type {{now: number}} */
  static clock = { now: 0 };
  state = 'suspended';
  destination = {};

  /** @param {{now: number}} clock in milliseconds */
  static install(clock) {
    FakeContext.mute = false;
    FakeContext.clock = clock;
    FakeSource.all = [];
    define('AudioContext', FakeContext);
    define('AudioBufferSourceNode', FakeSource);
  }

  get currentTime() {
    return FakeContext.clock.now / 1000;
  }

  /** @returns {Promise<void>} */
  async resume() {
    if (FakeContext.mute) return new Promise(() => {});
    this.state = 'running';
  }

  /** @param {number} _ channels @param {number} length @param {number} rate @returns {Buffer} */
  createBuffer(_, length, rate) {
    const sound = new Float32Array(length);
    return { duration: length / rate, sound, rate, copyToChannel: (from) => sound.set(from) };
  }
}

export class FakeSource {
  /** @type {FakeSource[]} */
  static all = [];
  at = -1;
  stopped = false;

  /** @param {FakeContext} _ @param {{buffer: Buffer}} options */
  constructor(_, { buffer }) {
    this.sound = buffer.sound;
    this.rate = buffer.rate;
    FakeSource.all.push(this);
  }

  connect() {}

  /** @param {number} at */
  start(at) {
    this.at = at;
  }

  stop() {
    this.stopped = true;
  }
}
