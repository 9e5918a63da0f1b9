/** Microphone → 16 kHz mono s16le in chunks of 100 ms, each with its loudness, off the page's own thread. */
import { Resampler } from '/kiosk/sound/resampler.js';

const RATE = 16_000;
const CHUNK = RATE / 10;

class PcmProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = sampleRate === RATE ? null : new Resampler(sampleRate, RATE);
    this.chunk = new Int16Array(CHUNK);
    this.filled = 0;
    this.running = true;
    this.port.onmessage = () => {
      this.post();
      this.port.postMessage({ done: true });
      this.running = false;
    };
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const channels = inputs[0];
    if (this.running && channels.length > 0) {
      const mono = mix(channels);
      for (const sample of this.resampler ? this.resampler.push(mono) : mono) this.write(sample);
    }
    return this.running;
  }

  /** @param {number} sample from -1 to 1 */
  write(sample) {
    const held = Math.max(-1, Math.min(1, sample));
    this.chunk[this.filled] = Math.round(held * 32_767);
    this.filled += 1;
    if (this.filled === CHUNK) this.post();
  }

  post() {
    if (this.filled === 0) return;
    const pcm = this.chunk.slice(0, this.filled);
    let sum = 0;
    for (const sample of pcm) sum += sample * sample;
    const level = Math.sqrt(sum / pcm.length) / 32_768;
    this.port.postMessage({ pcm: littleEndian(pcm), level });
    this.filled = 0;
  }
}

/** @param {Float32Array[]} channels @returns {Float32Array} their mean */
function mix(channels) {
  if (channels.length === 1) return channels[0];
  return channels[0].map((_, i) => channels.reduce((sum, channel) => sum + channel[i], 0) / channels.length);
}

/** @param {Int16Array} samples @returns {Uint8Array} */
function littleEndian(samples) {
  const bytes = new Uint8Array(samples.length * 2);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, i) => view.setInt16(i * 2, sample, true));
  return bytes;
}

registerProcessor('pcm', PcmProcessor);
