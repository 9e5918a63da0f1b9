/** The box she types in: what stands in it outlives a reload, and comes back when it could not be sent. */
import { visit } from '/kiosk/talk/store.js';

export class Box {
  /** @param {HTMLTextAreaElement} field @param {(text: string) => void} send whatever stands in it, even nothing */
  constructor(field, send) {
    this.field = field;
    this.send = send;
    field.value = visit.get('draft') ?? '';
    field.addEventListener('input', () => this.#keep());
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    field.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
  }

  get empty() {
    return this.field.value.trim() === '';
  }

  submit() {
    const text = this.field.value;
    if (this.empty) this.field.focus();
    else this.fill('');
    this.send(text.trim());
  }

  /** @param {string} text */
  fill(text) {
    this.field.value = text;
    this.#keep();
  }

  /** Puts unsent text back, before what she has typed since. @param {string} text */
  giveBack(text) {
    this.fill(this.empty ? text : `${text}\n${this.field.value}`);
  }

  #keep() {
    visit.set('draft', this.field.value || null);
  }
}
