/** Nobody there any more? Asks, counts down in plain sight, and only then makes room for the next resident. */
import { words } from '/kiosk/view/words.js';

const QUIET_MS = 90_000;
const WARNING_MS = 60_000;
const ACTIVITY = ['pointerdown', 'keydown', 'input', 'wheel'];

export class Idle {
  #since = performance.now();

  /**
   * @param {{dialog: HTMLDialogElement, countdown: HTMLElement, stay: HTMLElement, leave: HTMLElement}} parts
   * @param {{going: () => boolean, busy: () => boolean, asked: () => void, gone: () => void}} page
   */
  constructor(parts, page) {
    this.parts = parts;
    this.page = page;
    for (const kind of ACTIVITY) {
      window.addEventListener(kind, () => this.#stir(), { capture: true, passive: true });
    }
    // Escape closes a dialog: whoever presses it is there.
    parts.dialog.addEventListener('close', () => this.#touch());
    parts.stay.addEventListener('click', () => parts.dialog.close());
    parts.leave.addEventListener('click', () => this.#leave());
    setInterval(() => this.#look(), 500);
  }

  /** Something happened: the clock starts again. */
  #touch() {
    this.#since = performance.now();
  }

  #stir() {
    // While the question stands, only its own buttons answer it.
    if (!this.parts.dialog.open) this.#touch();
  }

  #look() {
    const { dialog, countdown } = this.parts;
    if (!dialog.open && (!this.page.going() || this.page.busy())) this.#touch();
    const quiet = performance.now() - this.#since;
    if (quiet < QUIET_MS) {
      if (dialog.open) dialog.close();
      return;
    }
    const left = QUIET_MS + WARNING_MS - quiet;
    if (left <= 0) {
      this.#leave();
      return;
    }
    countdown.textContent = words.seconds(Math.ceil(left / 1000));
    if (!dialog.open) {
      dialog.showModal();
      this.parts.stay.focus();
      this.page.asked();
    }
  }

  #leave() {
    if (this.parts.dialog.open) this.parts.dialog.close();
    this.#touch();
    this.page.gone();
  }
}
