/** The microphone: open only while she speaks, 16 kHz mono s16le out. */
import { words } from '/kiosk/words.js';

const RATE = 16_000;
const FLUSH_MS = 300;

/** The microphone cannot be had; `said` tells the resident what to do. */
export class NoMicrophone extends Error {
  /** @param {string} said */
  constructor(said) {
    super('no microphone');
    this.said = said;
  }
}

export class Microphone {
  #stream = null;
  #context = null;
  #node = null;
  #flushed = () => {};

  /**
   * @param {(pcm: Uint8Array, level: number) => void} deliver level is the RMS, 0 to 1
   * @param {(how: 'gone' | 'muted') => void} lost it was unplugged, or switched off: nothing more comes
   */
  constructor(deliver, lost) {
    this.deliver = deliver;
    this.lost = lost;
  }

  /** @throws {NoMicrophone} */
  async open() {
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) {
      throw new NoMicrophone(
        window.isSecureContext ? words.microphone.missing : words.microphone.insecure(location.host),
      );
    }
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        // Without gain control: that lifts a television to where she was, and lowers her by 14 dB within a second.
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: false },
      });
      for (const track of this.#stream.getAudioTracks()) {
        track.addEventListener('ended', () => this.lost('gone'));
        track.addEventListener('mute', () => this.lost('muted'));
        // Nobody is told of what happened before one listened.
        if (track.muted) this.lost('muted');
      }
      await this.#connect();
    } catch (error) {
      await this.#release();
      throw new NoMicrophone(explain(error));
    }
  }

  /** Delivers what is still in the pipe, then lets the microphone go. */
  async close() {
    if (this.#node) {
      const flushed = new Promise((resolve) => {
        this.#flushed = resolve;
        setTimeout(resolve, FLUSH_MS);
      });
      this.#node.port.postMessage('flush');
      await flushed;
    }
    await this.#release();
  }

  async #connect() {
    let source;
    try {
      this.#context = new AudioContext({ sampleRate: RATE });
      source = this.#context.createMediaStreamSource(this.#stream);
    } catch {
      // Some browsers do not convert a stream's rate: take theirs and let the worklet convert.
      await this.#context?.close();
      this.#context = new AudioContext();
      source = this.#context.createMediaStreamSource(this.#stream);
    }
    await this.#context.audioWorklet.addModule('/kiosk/pcm-worklet.js');
    this.#node = new AudioWorkletNode(this.#context, 'pcm', { numberOfOutputs: 0 });
    this.#node.port.onmessage = ({ data }) => {
      if (data.done) this.#flushed();
      else this.deliver(data.pcm, data.level);
    };
    source.connect(this.#node);
    await this.#context.resume();
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
  switch (error?.name) {
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
