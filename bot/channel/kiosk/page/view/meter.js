/** The level meter: rays round the button that grow with her voice, newest at the top. */

const RAYS = 72;
/** Quiet speech to loud speech, in decibels of full scale. */
const FLOOR_DB = -52;
const CEILING_DB = -14;

export class Meter {
  #levels = new Array(RAYS / 2 + 1).fill(0);
  #target = 0;
  #frame = 0;
  #calm = matchMedia('(prefers-reduced-motion: reduce)');

  /** @param {HTMLCanvasElement} canvas square, larger than the button it surrounds */
  constructor(canvas) {
    this.canvas = canvas;
  }

  /** @param {number} rms 0 to 1 */
  push(rms) {
    const db = 20 * Math.log10(Math.max(rms, 1e-6));
    this.#target = Math.max(0, Math.min(1, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
    this.canvas.dataset.level = this.#target.toFixed(2);
  }

  start() {
    if (this.#frame) return;
    this.#target = 0;
    this.#levels.fill(0);
    const draw = () => {
      this.#draw();
      this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    delete this.canvas.dataset.level;
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  #draw() {
    const size = this.canvas.clientWidth * devicePixelRatio;
    if (this.canvas.width !== size) this.canvas.width = this.canvas.height = size;
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    const style = getComputedStyle(this.canvas);
    const inner = (size / 2) * Number(style.getPropertyValue('--inner'));
    const room = size / 2 - inner - 2;

    const newest = this.#levels[0] + (this.#target - this.#levels[0]) * 0.35;
    if (this.#calm.matches) this.#levels.fill(newest);
    else this.#levels = [newest, ...this.#levels.slice(0, -1)];

    pen.clearRect(0, 0, size, size);
    pen.lineCap = 'round';
    pen.lineWidth = Math.max(3, (Math.PI * inner) / RAYS);
    for (let ray = 0; ray < RAYS; ray += 1) {
      const level = this.#levels[Math.min(ray, RAYS - ray)];
      const angle = (ray / RAYS) * 2 * Math.PI - Math.PI / 2;
      const length = pen.lineWidth + level * (room - pen.lineWidth * 2);
      pen.strokeStyle = style.getPropertyValue(level > 0.08 ? '--loud' : '--still');
      pen.beginPath();
      pen.moveTo(size / 2 + Math.cos(angle) * (inner + pen.lineWidth), size / 2 + Math.sin(angle) * (inner + pen.lineWidth));
      pen.lineTo(size / 2 + Math.cos(angle) * (inner + length), size / 2 + Math.sin(angle) * (inner + length));
      pen.stroke();
    }
  }
}
