/** Reading aloud with the browser's own Chinese voice, where it has one. */

const RATE = 0.85;
/** Long texts are cut off by some browsers: a sentence at a time is not. */
const SENTENCES = /[^。！？；!?;\n]+[。！？；!?;]*/g;
/** Some engines never say that they have finished; a slow reader needs no longer than this. */
const MS_A_CHARACTER = 450;

export class Voice {
  #until = 0;
  #run = 0;

  /** @param {SpeechSynthesis | undefined} synthesis */
  constructor(synthesis) {
    this.synthesis = synthesis;
    this.synthesis?.getVoices();
  }

  /** The Mandarin voice, one on this machine first. @returns {SpeechSynthesisVoice | null} */
  get chinese() {
    const rank = (voice) =>
      (/^(zh|cmn)[-_](CN|Hans)/i.test(voice.lang) ? 2 : 0) + (voice.localService ? 1 : 0);
    const voices = (this.synthesis?.getVoices() ?? []).filter(
      ({ lang }) => /^(zh|cmn)/i.test(lang) && !/HK|yue/i.test(lang),
    );
    return voices.sort((a, b) => rank(b) - rank(a))[0] ?? null;
  }

  get reading() {
    return performance.now() < this.#until;
  }

  /** @param {string} text @returns {boolean} false when there is no Chinese voice */
  read(text) {
    this.stop();
    const voice = this.chinese;
    if (!voice) return false;
    const run = this.#run;
    const sentences = text.match(SENTENCES) ?? [];
    this.#until = performance.now() + text.length * MS_A_CHARACTER;
    sentences.forEach((sentence, i) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      Object.assign(utterance, { voice, lang: voice.lang, rate: RATE });
      const last = i === sentences.length - 1;
      utterance.onend = utterance.onerror = () => {
        if (last && run === this.#run) this.#until = 0;
      };
      this.synthesis.speak(utterance);
    });
    return true;
  }

  /** Silence at once: she wants to speak. */
  stop() {
    this.#run += 1;
    this.#until = 0;
    this.synthesis?.cancel();
  }
}
