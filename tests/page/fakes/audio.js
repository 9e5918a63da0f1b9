/** A microphone, and the road of its sound to the page, as far as the page sees it. */
import { define } from './clock.js';
import { openWindow } from './window.js';

export class FakeTrack extends EventTarget {
  muted = false;
  stopped = false;

  stop() {
    this.stopped = true;
  }
}

class FakePort {
  onmessage = (/** @type {{data: object}} */ _) => {};
  /** @type {unknown[]} */
  told = [];

  /** @param {unknown} what */
  postMessage(what) {
    this.told.push(what);
  }
}

/** What a test sets, and what it sees of it. */
export class FakeAudio {
  track = new FakeTrack();
  /** Why the microphone cannot be had. @type {Error | null} */
  refusal = null;
  /** The browser does not convert a stream's rate. */
  stubborn = false;
  /** @type {(number | null)[]} the rate of every context that was made */
  rates = [];
  closed = 0;
  port = new FakePort();
  /** Until it resolves the worklet is being fetched. */
  fetched = Promise.resolve();
  /** Until it resolves she is being asked. */
  allowed = Promise.resolve();

  constructor() {
    const audio = this;
    const stream = { getTracks: () => [audio.track], getAudioTracks: () => [audio.track] };
    this.window = openWindow();
    class Context {
      state = 'running';
      audioWorklet = { addModule: () => audio.fetched };

      constructor({ sampleRate = /** @type {number | null} */ (null) } = {}) {
        audio.rates.push(sampleRate);
        this.rate = sampleRate;
      }

      createMediaStreamSource() {
        if (audio.stubborn && this.rate) throw new DOMException('rates differ', 'NotSupportedError');
        return { connect: () => {} };
      }

      async resume() {}

      async close() {
        this.state = 'closed';
        audio.closed += 1;
      }
    }
    class Node {
      port = audio.port;

      /** @param {Context} context */
      constructor(context) {
        if (context.state === 'closed') throw new DOMException('closed', 'InvalidStateError');
      }
    }
    this.window.AudioWorkletNode = Node;
    define('AudioWorkletNode', Node);
    define('AudioContext', Context);
    define('navigator', {
      mediaDevices: {
        getUserMedia: async () => {
          await audio.allowed;
          if (audio.refusal) throw audio.refusal;
          return stream;
        },
      },
    });
  }
}
