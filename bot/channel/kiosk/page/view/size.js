/** The size of the text: five steps from 18 to 30 points, remembered on this machine. */
import { machine } from '/kiosk/talk/store.js';

const LARGEST = 4;

export class Size {
  /** The step that is shown. */
  step = 0;

  /** @param {HTMLElement} root carries data-size, which kiosk.css turns into pixels */
  constructor(root) {
    this.root = root;
    this.#apply(Number(machine.get('size') ?? 0));
  }

  get largest() {
    return this.step === LARGEST;
  }

  get smallest() {
    return this.step === 0;
  }

  /** @param {1 | -1 | 0} by @returns {boolean} false when there is no further step */
  change(by) {
    const before = this.step;
    this.#apply(before + by);
    machine.set('size', this.step);
    return this.step !== before;
  }

  /** @param {number} step */
  #apply(step) {
    this.step = Math.max(0, Math.min(LARGEST, Math.round(step) || 0));
    this.root.dataset.size = String(this.step);
  }
}
