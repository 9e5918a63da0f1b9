/** The talk: what she says, types or taps on its way out, and the replies on their way in. */
import { Undelivered } from '/kiosk/talk/conversation.js';
import { Ear } from '/kiosk/sound/ear.js';
import { saidOf } from '/kiosk/talk/http.js';
import { NoMicrophone } from '/kiosk/sound/microphone.js';
import { Noticing } from '/kiosk/sound/noticing.js';
import { words } from '/kiosk/view/words.js';

/** A reply within this time needs no "please wait". */
const SWIFT_MS = 400;
/** Tenths of a second after an answer in which she may speak without pressing, if something was asked. */
const ATTENTIVE_CHUNKS = 80;

/** @typedef {import('/kiosk/talk/conversation.js').Reply} Reply */

export class Talk {
  /** Somebody is in the middle of something: worth asking before it is cleared away. */
  going = false;
  /** The last thing said aloud. */
  #last = '';
  /** Turns on their way over HTTP. */
  #waiting = 0;
  #noticing = new Noticing();

  /**
   * @param {{view: import('/kiosk/view/view.js').View, dial: import('/kiosk/view/dial.js').Dial,
   *   voice: import('/kiosk/sound/voice.js').Voice, box: import('/kiosk/view/box.js').Box,
   *   conversation: import('/kiosk/talk/conversation.js').Conversation,
   *   readiness: import('/kiosk/view/readiness.js').Readiness, handsfree: boolean}} parts
   */
  constructor(parts) {
    this.view = parts.view;
    this.dial = parts.dial;
    this.voice = parts.voice;
    this.box = parts.box;
    this.conversation = parts.conversation;
    this.readiness = parts.readiness;
    this.handsfree = parts.handsfree;
    const { conversation } = parts;
    this.ear = new Ear(
      async (again) => (!again && conversation.id) || conversation.confirmed(),
      (heard) => this.#hear(heard),
      (level) => {
        this.dial.hear(level);
        this.#noticing.learn(level);
      },
      (how) => this.#lost(how),
    );
  }

  get busy() {
    return this.#engaged || this.voice.reading;
  }

  /** She speaks, or a turn is on its way. */
  get #engaged() {
    return this.dial.state !== 'idle' || this.#waiting > 0;
  }

  /** Takes up where this tab was, or greets. */
  async begin() {
    const begun = this.conversation.begin();
    const unfinished = this.conversation.unfinished();
    try {
      const { reply, heard, restored } = await begun;
      this.going = restored;
      this.#settle();
      this.#show(reply);
      if (heard) this.view.heard('said', heard);
      if (this.ear.resume()) this.#think();
    } catch (error) {
      // What she says next tries again, and what she had written comes back.
      this.#settle();
      this.view.notice(saidOf(error) ?? words.gaveUp);
    }
    for (const { turn, reply: coming } of unfinished) {
      if (!turn.text.startsWith('/')) this.view.heard('typed', turn.text);
      this.#deliver(coming, turn.text, 'typed');
    }
  }

  /** The big button. */
  async speak() {
    this.voice.stop();
    this.inattentive();
    if (this.dial.state === 'listening') {
      await this.#finish();
    } else if (this.dial.state !== 'idle') {
      this.view.notice(words.busy);
    } else if (!this.readiness.ready) {
      this.#refuse(this.readiness.hearing);
    } else {
      await this.#listen();
    }
  }

  /** Takes a recording back. @returns {boolean} whether there was one */
  cancel() {
    if (!['opening', 'listening', 'thinking'].includes(this.dial.state)) return false;
    this.ear.cancel();
    this.view.trouble(null);
    this.view.heard('empty', '');
    this.#settle();
    return true;
  }

  /** A turn by hand. @param {string} text @param {'typed' | 'tapped'} kind @param {string} [shown] */
  async say(text, kind, shown = text) {
    await this.#clear();
    this.voice.stop();
    this.view.heard(kind, shown);
    this.going = true;
    await this.#deliver(this.conversation.turn(text), text, kind);
  }

  /** Reads the last answer again, at once and without the network, and tells the server that she asked. */
  async repeat() {
    await this.#clear();
    const read = this.voice.read(this.#last);
    await this.#deliver(this.conversation.turn('/repeat'), '', 'tapped', false);
    if (!read) this.view.notice(words.noVoice);
  }

  /** She has to press again before she is heard. */
  inattentive() {
    if (!this.dial.attentive) return;
    this.ear.ignore();
    this.dial.attend(false);
  }

  /** From the beginning, in the same conversation. */
  async restart() {
    this.box.fill('');
    await this.say('/restart', 'tapped', words.restart);
    this.view.heard('empty', '');
    this.going = false;
  }

  /** A fresh conversation for whoever comes next. */
  async renew() {
    this.inattentive();
    this.ear.cancel();
    this.voice.stop();
    this.box.fill('');
    this.going = false;
    this.view.notice(null);
    this.view.heard('empty', '');
    this.dial.set('starting');
    try {
      this.#show(await this.conversation.open(), false);
    } catch (error) {
      this.view.notice(saidOf(error) ?? words.gaveUp);
    }
    this.#settle();
  }

  /** She cannot be heard now: why, and where nobody but staff can help, aloud. @param {import('/kiosk/view/readiness.js').Hearing} hearing */
  #refuse({ state, words: said }) {
    this.view.notice(`${words.deaf}${said ?? words.earUnknown}`);
    if (state === 'disk_full' && said) this.voice.read(said);
  }

  async #listen() {
    this.view.notice(null);
    this.going = true;
    this.dial.set('opening');
    try {
      if (!(await this.ear.listen())) return;
      this.view.heard('partial', '');
      this.dial.set('listening');
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      this.ear.cancel();
      this.#settle();
      this.view.notice(error.said);
    }
  }

  /** A turn by hand takes back an unfinished recording, and waits for a finished one. */
  async #clear() {
    this.inattentive();
    if (['opening', 'listening'].includes(this.dial.state)) this.cancel();
    this.view.notice(null);
    // At once, not after the wait: a trembling finger taps twice.
    this.view.waiting(true);
    await this.ear.settled;
  }

  /** @param {Promise<Reply>} turn @param {string} text @param {'typed' | 'tapped'} kind @param {boolean} [aloud] */
  async #deliver(turn, text, kind, aloud = true) {
    this.#waiting += 1;
    this.view.waiting(true);
    const slow = setTimeout(() => this.dial.state === 'idle' && this.dial.set('sending'), SWIFT_MS);
    try {
      this.#show(await turn, aloud);
    } catch (error) {
      if (!(error instanceof Undelivered)) throw error;
      this.view.notice(error.said ?? (error.refused ? words.refused : words.gaveUp));
      if (kind === 'typed') this.box.giveBack(text);
    } finally {
      clearTimeout(slow);
      this.#waiting -= 1;
      if (this.#waiting === 0 && ['idle', 'sending'].includes(this.dial.state)) this.#settle();
    }
  }

  /** @param {import('/kiosk/sound/utterance.js').Heard} heard */
  #hear(heard) {
    if (heard.type === 'dropped') this.view.trouble(words.offline);
    else this.view.trouble(null);
    if (heard.type === 'waiting') this.view.notice(heard.place ? words.waiting(heard.place) : null);
    if (heard.type === 'partial') this.view.heard('partial', heard.text);
    if (heard.type === 'final' && heard.text) this.view.heard('said', heard.text);
    if (heard.type === 'endpoint') this.#think();
    if (heard.type === 'reply' || heard.type === 'failed') this.#settle();
    if (heard.type === 'failed') {
      this.view.notice(heard.words ?? (heard.reply ? null : words.lostHearing));
      this.readiness.watch();
    }
    if ((heard.type !== 'reply' && heard.type !== 'failed') || !heard.reply) return;
    this.#show(heard.reply);
    if (heard.type === 'reply') this.#attend(heard.reply).catch(() => this.inattentive());
  }

  /** @param {Reply} reply @param {boolean} [aloud] */
  #show(reply, aloud = true) {
    this.view.reply(reply);
    this.#last = reply.say || reply.text;
    if (aloud) this.voice.read(this.#last);
  }

  /**
   * While her answer is read she may speak over it, and where it asks something, for a while afterwards.
   * Only with a microphone that she has allowed already.
   * @param {Reply} reply
   */
  async #attend(reply) {
    if (!this.handsfree || reply.ended || !(await allowed())) return;
    if (this.#engaged || this.#last !== (reply.say || reply.text)) return;
    const asked = reply.question !== 'nothing';
    let quiet = 0;
    this.#noticing.begin();
    this.dial.attend(true);
    await this.ear.attend(
      (level) => {
        const sounding = this.voice.reading;
        quiet = sounding ? 0 : quiet + 1;
        if (quiet > (asked ? ATTENTIVE_CHUNKS : 0)) {
          this.inattentive();
          return false;
        }
        return this.#noticing.step(level, sounding);
      },
      () => this.#begun(),
    );
  }

  /** Without a microphone nothing more comes; what she said until then is answered. @param {'gone' | 'muted'} how */
  #lost(how) {
    this.inattentive();
    if (!['opening', 'listening'].includes(this.dial.state)) return;
    this.view.notice(words.microphone[how]);
    if (how === 'gone' && this.dial.state === 'listening') this.#finish();
  }

  #finish() {
    this.#think();
    return this.ear.finish();
  }

  /** She spoke without pressing. */
  #begun() {
    this.voice.stop();
    this.dial.attend(false);
    this.view.notice(null);
    this.view.heard('partial', '');
    this.going = true;
    this.dial.set('listening');
  }

  #think() {
    this.dial.set('thinking');
    this.view.waiting(true);
  }

  #settle() {
    this.dial.set('idle');
    this.view.waiting(false);
  }
}

async function allowed() {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state === 'granted';
  } catch {
    return false;
  }
}
