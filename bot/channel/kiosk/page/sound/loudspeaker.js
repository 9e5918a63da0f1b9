/** The server's voice: a WAV that comes as it is made, played from its first piece on. */

const HEADER_BYTES = 44;
const RATE_AT = 24;
const SAMPLE_BYTES = 2;
/** Between the first sound that is here and its playing: enough for the next chunk to come. */
const LEAD_S = 0.06;
/** A browser that lets no page sound before a touch says so at once, if at all. */
const PATIENCE_MS = 500;

export class Loudspeaker {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {Set<AudioBufferSourceNode>} */
  #playing = new Set();
  #request = new AbortController();

  /**
   * Resolves when the last sound has been played, or `hush` was called.
   * @param {string} path @param {object} wish what is to be said
   * @throws when there is no sound to be had
   */
  async play(path, wish) {
    this.hush();
    const request = (this.#request = new AbortController());
    const context = await this.#open();
    if (request.signal.aborted) return;
    const response = await fetch(path, {
      method: 'POST',
      cache: 'no-store',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
      signal: request.signal,
    });
    if (!response.ok || !response.body) throw new Error(`${path}: ${response.status}`);
    await this.#stream(response.body.getReader(), context, request.signal);
  }

  /** Silence at once. */
  hush() {
    this.#request.abort();
    for (const source of this.#playing) source.stop();
    this.#playing.clear();
  }

  /** @returns {Promise<AudioContext>} */
  async #open() {
    this.#context ??= new AudioContext();
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([this.#context.resume(), patience]);
    if (this.#context.state !== 'running') throw new Error('this browser wants a touch first');
    return this.#context;
  }

  /** @param {ReadableStreamDefaultReader<Uint8Array>} reader @param {AudioContext} context @param {AbortSignal} signal */
  async #stream(reader, context, signal) {
    let rate = 0;
    let next = 0;
    /** @type {Uint8Array} */
    let rest = new Uint8Array();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || signal.aborted) break;
      let bytes = join(rest, value);
      if (!rate) {
        rest = bytes;
        if (bytes.length < HEADER_BYTES) continue;
        rate = new DataView(bytes.buffer, bytes.byteOffset).getUint32(RATE_AT, true);
        bytes = bytes.subarray(HEADER_BYTES);
      }
      const whole = bytes.length - (bytes.length % SAMPLE_BYTES);
      rest = bytes.slice(whole);
      if (!whole) continue;
      next = Math.max(next, context.currentTime + LEAD_S);
      next += this.#schedule(context, samples(bytes, whole), rate, next);
    }
    await this.#silence(context, next, signal);
  }

  /**
   * @param {AudioContext} context @param {Float32Array<ArrayBuffer>} sound @param {number} rate @param {number} at
   * @returns {number} how long it is, in seconds
   */
  #schedule(context, sound, rate, at) {
    const buffer = context.createBuffer(1, sound.length, rate);
    buffer.copyToChannel(sound, 0);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.onended = () => this.#playing.delete(source);
    source.start(at);
    this.#playing.add(source);
    return buffer.duration;
  }

  /**
   * Waits until what is scheduled has been played.
   * @param {AudioContext} context @param {number} until @param {AbortSignal} signal @returns {Promise<void>}
   */
  #silence(context, until, signal) {
    return new Promise((resolve) => {
      const left = Math.max(0, until - context.currentTime) * 1000;
      const timer = setTimeout(resolve, signal.aborted ? 0 : left);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function join(first, second) {
  if (!first.length) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** s16le as -1 to 1. @param {Uint8Array} bytes @param {number} length in bytes, even */
function samples(bytes, length) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  return Float32Array.from({ length: length / SAMPLE_BYTES }, (_, i) => view.getInt16(i * SAMPLE_BYTES, true) / 32768);
}
