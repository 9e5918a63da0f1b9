/** The microphone: open only while she speaks, 16 kHz mono s16le out. */
import { words } from '/kiosk/view/words.js';

const RATE = 16_000;
const FLUSH_MS = 300;

/** What comes from pcm-worklet.js. @typedef {{pcm: Uint8Array, level: number}} Chunk @typedef {{done: true}} Done */

/** The microphone cannot be had; `said` tells the resident what to do. */
export class NoMicrophone extends Error {
  /** @param {string} said */
  constructor(said) {
    super('no microphone');
    this.said = said;
  }
}

export class Microphone {
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {AudioWorkletNode | null} */
  #node = null;
  #closed = false;
  /** @type {() => void} */
  #flushed = () => {};

  /**
   * @param {(pcm: Uint8Array, level: number) => void} deliver level is the RMS, 0 to 1
   * @param {(how: 'gone' | 'muted') => void} lost it was unplugged, or switched off: nothing more comes
   */
  constructor(deliver, lost) {
    this.deliver = deliver;
    this.lost = lost;
  }

  /** Closed meanwhile, it is no failure: there is nobody to tell. @throws {NoMicrophone} */
  async open() {
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
      throw new NoMicrophone(
        window.isSecureContext ? words.microphone.missing : words.microphone.insecure(location.host),
      );
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        // Without gain control: that lifts a television to where she was, and lowers her by 14 dB within a second.
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: false },
      });
      this.#stream = stream;
      for (const track of stream.getAudioTracks()) {
        track.addEventListener('ended', () => this.lost('gone'));
        track.addEventListener('mute', () => this.lost('muted'));
        // Nobody is told of what happened before one listened.
        if (track.muted) this.lost('muted');
      }
      await this.#connect(stream);
    } catch (error) {
      await this.#release();
      if (!this.#closed) throw new NoMicrophone(explain(error));
    }
  }

  /** Delivers what is still in the pipe, then lets the microphone go. */
  async close() {
    this.#closed = true;
    const node = this.#node;
    if (node) {
      await /** @type {Promise<void>} */ (new Promise((resolve) => {
        this.#flushed = resolve;
        setTimeout(resolve, FLUSH_MS);
        node.port.postMessage('flush');
      }));
    }
    await this.#release();
  }

  /** @param {MediaStream} stream */
  async #connect(stream) {
    const { context, source } = await this.#tap(stream);
    await context.audioWorklet.addModule('/kiosk/sound/pcm-worklet.js');
    const node = new AudioWorkletNode(context, 'pcm', { numberOfOutputs: 0 });
    node.port.onmessage = (/** @type {MessageEvent<Chunk | Done>} */ { data }) => {
      if ('done' in data) this.#flushed();
      else this.deliver(data.pcm, data.level);
    };
    source.connect(node);
    this.#node = node;
    await context.resume();
  }

  /** @param {MediaStream} stream */
  async #tap(stream) {
    try {
      const context = (this.#context = new AudioContext({ sampleRate: RATE }));
      return { context, source: context.createMediaStreamSource(stream) };
    } catch {
      // Some browsers do not convert a stream's rate: take theirs and let the worklet convert.
      await this.#context?.close();
      const context = (this.#context = new AudioContext());
      return { context, source: context.createMediaStreamSource(stream) };
    }
  }

  async #release() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    const context = this.#context;
    this.#stream = this.#context = this.#node = null;
    if (context && context.state !== 'closed') await context.close();
  }
}

/** @param {unknown} error @returns {string} */
function explain(error) {
  const name = typeof error === 'object' && error && 'name' in error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return words.microphone.denied;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return words.microphone.missing;
    case 'NotReadableError':
    case 'AbortError':
      return words.microphone.taken;
    default:
      return words.microphone.broken;
  }
}
