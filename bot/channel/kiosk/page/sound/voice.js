/** Reading aloud: with the browser's own Chinese voice, and where it has none, with the server's. */
import { Loudspeaker } from '/kiosk/sound/loudspeaker.js';

const RATE = 0.85;
/** Long texts are cut off by some browsers: a sentence at a time is not. */
const SENTENCES = /[^。！？；!?;\n]+[。！？；!?;]*/g;
/** Some engines never say that they have finished; a slow reader needs no longer than this. */
const MS_A_CHARACTER = 450;
/** A browser's voice that sounds worse than the server's own. */
const TINNY = /espeak/i;

export class Voice {
  #until = 0;
  #run = 0;
  #loudspeaker = new Loudspeaker();

  /**
   * @param {SpeechSynthesis | undefined} synthesis
   * @param {{voice: () => string | null, conversation: () => string | null}} server who speaks there, and in which conversation
   */
  constructor(synthesis, server) {
    this.synthesis = synthesis;
    this.server = server;
    this.synthesis?.getVoices();
  }

  /** The Mandarin voice, one on this machine first. @returns {SpeechSynthesisVoice | null} */
  get chinese() {
    /** @param {SpeechSynthesisVoice} voice */
    const rank = (voice) =>
      (/^(zh|cmn)[-_](CN|Hans)/i.test(voice.lang) ? 2 : 0) + (voice.localService ? 1 : 0);
    const voices = (this.synthesis?.getVoices() ?? []).filter(
      ({ lang, name, voiceURI }) =>
        /^(zh|cmn)/i.test(lang) && !/HK|yue/i.test(lang) && !(this.server.voice() && TINNY.test(name + voiceURI)),
    );
    return voices.sort((a, b) => rank(b) - rank(a))[0] ?? null;
  }

  get reading() {
    return performance.now() < this.#until;
  }

  /** @param {string} text @returns {boolean} false when there is no Chinese voice, here or on the server */
  read(text) {
    this.stop();
    const voice = this.chinese;
    if (!voice && !this.server.voice()) return false;
    const run = this.#run;
    const done = () => {
      if (run === this.#run) this.#until = 0;
    };
    this.#until = performance.now() + text.length * MS_A_CHARACTER;
    if (voice) this.#here(text, voice, done);
    // Whatever goes wrong, the words stand on the screen.
    else this.#loudspeaker.play('/api/say', { conversation: this.server.conversation(), text }).then(done, done);
    return true;
  }

  /** Silence at once: she wants to speak. */
  stop() {
    this.#run += 1;
    this.#until = 0;
    this.synthesis?.cancel();
    this.#loudspeaker.hush();
  }

  /** @param {string} text @param {SpeechSynthesisVoice} voice @param {() => void} done */
  #here(text, voice, done) {
    const sentences = text.match(SENTENCES) ?? [];
    sentences.forEach((sentence, i) => {
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = RATE;
      if (i === sentences.length - 1) utterance.onend = utterance.onerror = done;
      this.synthesis?.speak(utterance);
    });
  }
}
