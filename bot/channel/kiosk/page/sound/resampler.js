/** Sample-rate conversion with a windowed-sinc low-pass, block by block, for a live microphone. */

const CROSSINGS = 16;
const STEPS = 512;
/** Pass band kept below half the lower rate, so that what cannot be represented does not fold back. */
const ROLL_OFF = 0.92;

export class Resampler {
  /** @param {number} from Hz @param {number} to Hz, at most `from` or up to twice it */
  constructor(from, to) {
    this.step = from / to;
    const cutoff = Math.min(1, to / from) * ROLL_OFF;
    this.reach = Math.ceil(CROSSINGS / cutoff);
    this.table = kernel(cutoff, this.reach);
    /** Input not yet used up; starts with silence so that the first sample has a past. */
    this.held = new Float32Array(this.reach);
    /** Where the next output sample lies, in input samples from the start of `held`. */
    this.at = this.reach;
  }

  /** @param {Float32Array} block @returns {Float32Array} as many output samples as are certain by now */
  push(block) {
    const input = new Float32Array(this.held.length + block.length);
    input.set(this.held);
    input.set(block, this.held.length);
    const room = input.length - this.reach - this.at;
    const output = new Float32Array(Math.max(0, Math.ceil(room / this.step)));
    for (let n = 0; n < output.length; n += 1) {
      output[n] = this.#sample(input, this.at + n * this.step);
    }
    const next = this.at + output.length * this.step;
    const spent = Math.max(0, Math.floor(next) - this.reach);
    this.held = input.slice(spent);
    this.at = next - spent;
    return output;
  }

  /** @param {Float32Array} input @param {number} at */
  #sample(input, at) {
    const first = Math.ceil(at - this.reach);
    const last = Math.floor(at + this.reach);
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      sum += input[i] * this.table[Math.round(Math.abs(at - i) * STEPS)];
    }
    return sum;
  }
}

/** One side of a Blackman-windowed sinc, `STEPS` values a sample. @param {number} cutoff @param {number} reach */
function kernel(cutoff, reach) {
  const table = new Float32Array(reach * STEPS + 2);
  for (let k = 0; k < reach * STEPS; k += 1) {
    const x = k / STEPS;
    const angle = Math.PI * x * cutoff;
    const sinc = k === 0 ? 1 : Math.sin(angle) / angle;
    const turn = (Math.PI * x) / reach;
    table[k] = cutoff * sinc * (0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
  }
  return table;
}
