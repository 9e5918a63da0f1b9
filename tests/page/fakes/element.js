/** Elements of a page, as far as its modules touch them. */

export class FakeElement extends EventTarget {
  /** @type {Record<string, string>} */
  dataset = {};
  /** @type {Map<string, string>} */
  attributes = new Map();
  /** @type {Set<string>} */
  classes = new Set();
  hidden = false;
  focused = 0;
  /** How often its text was set: a screen reader says each anew. */
  told = 0;
  #text = '';

  classList = {
    toggle: (/** @type {string} */ name, /** @type {boolean} */ on) => {
      if (on) this.classes.add(name);
      else this.classes.delete(name);
    },
  };

  get textContent() {
    return this.#text;
  }

  set textContent(text) {
    this.#text = text;
    this.told += 1;
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  focus() {
    this.focused += 1;
  }

  click() {
    this.dispatchEvent(new Event('click'));
  }
}

export class FakeDialog extends FakeElement {
  open = false;

  showModal() {
    this.open = true;
  }

  close() {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  }
}

/** Notes down what is drawn. */
export class FakePen {
  lineCap = '';
  lineWidth = 0;
  strokeStyle = '';
  /** @type {{from: number[], to: number[], style: string}[]} */
  rays = [];
  cleared = 0;
  /** @type {number[]} */
  #from = [];

  clearRect() {
    this.cleared += 1;
    this.rays = [];
  }

  beginPath() {}

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.#from = [x, y];
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.rays.push({ from: this.#from, to: [x, y], style: this.strokeStyle });
  }

  stroke() {}
}

export class FakeCanvas extends FakeElement {
  width = 0;
  height = 0;
  clientWidth = 200;
  pen = new FakePen();

  getContext() {
    return this.pen;
  }
}

/** Hands a fake to code that asks for the real thing. @template T @param {unknown} fake @returns {T} */
export const as = (fake) => /** @type {T} */ (fake);
