/** The browser's own reading aloud: a queue that moves on when the test says so. */

export class FakeUtterance {
  /** @type {unknown} */
  voice = null;
  lang = '';
  rate = 1;
  /** @type {(() => void) | null} */
  onend = null;
  /** @type {(() => void) | null} */
  onerror = null;

  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

export class FakeSynthesis {
  /** @type {object[]} */
  voices = [];
  /** @type {FakeUtterance[]} */
  queue = [];

  getVoices() {
    return this.voices;
  }

  /** @param {FakeUtterance} utterance */
  speak(utterance) {
    this.queue.push(utterance);
  }

  /** The one that is being read has been read. */
  next() {
    this.queue.shift()?.onend?.();
  }

  cancel() {
    this.queue = [];
  }
}
