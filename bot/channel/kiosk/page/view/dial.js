/** The big round button, the line above it, and the ring that shows she is heard. */
import { Meter } from '/kiosk/view/meter.js';
import { words } from '/kiosk/view/words.js';

/** RMS above which a voice is there, and how many silent tenths of a second are worth a word. */
const VOICE = 0.012;
const QUIET_CHUNKS = 35;

/** @typedef {'starting' | 'idle' | 'opening' | 'listening' | 'thinking' | 'sending'} State */

export class Dial {
  /** @type {State} */
  state = 'starting';
  /** The server cannot hear yet. */
  deaf = true;
  /** She may speak without pressing. */
  attentive = false;
  #quiet = 0;

  /**
   * @param {HTMLElement} root carries data-state and data-deaf for the style sheet
   * @param {{speak: HTMLButtonElement, first: HTMLElement, second: HTMLElement, hint: HTMLElement,
   *          cancel: HTMLButtonElement, meter: HTMLCanvasElement}} parts
   */
  constructor(root, parts) {
    this.root = root;
    this.parts = parts;
    this.meter = new Meter(parts.meter);
    this.#show();
  }

  /** @param {State} state */
  set(state) {
    this.state = state;
    this.#quiet = 0;
    this.#show();
  }

  /** @param {boolean} deaf */
  setDeaf(deaf) {
    if (this.deaf === deaf) return;
    this.deaf = deaf;
    this.#show();
  }

  /** @param {boolean} attentive */
  attend(attentive) {
    this.attentive = attentive;
    if (this.state === 'idle') this.#show();
  }

  /** @param {number} level RMS of the last 100 ms */
  hear(level) {
    if (this.state !== 'listening') return;
    this.meter.push(level);
    this.#quiet = level > VOICE ? 0 : this.#quiet + 1;
    const hint = this.#quiet === 0 ? 'heard' : this.#quiet > QUIET_CHUNKS ? 'quiet' : null;
    if (hint) this.#say(words.hint[hint]);
  }

  #show() {
    const { speak, first, second, cancel } = this.parts;
    const shown = this.deaf && this.state === 'idle' ? 'deaf' : this.state;
    this.root.dataset.state = shown;
    [first.textContent, second.textContent] = words.speak[shown];
    speak.setAttribute('aria-disabled', String(!['idle', 'listening'].includes(shown)));
    speak.setAttribute('aria-pressed', String(shown === 'listening'));
    cancel.classList.toggle('away', !['opening', 'listening', 'thinking'].includes(shown));
    this.#say(words.hint[shown === 'idle' && this.attentive ? 'attentive' : shown]);
    if (shown === 'listening') this.meter.start();
    else this.meter.stop();
  }

  /** @param {string} text */
  #say(text) {
    if (this.parts.hint.textContent !== text) this.parts.hint.textContent = text;
  }
}
