/** What is on the screen, apart from the dial: answer, card, buttons, what was heard, notices, the ear's line. */
import { showCard } from '/kiosk/view/card.js';
import { words } from '/kiosk/view/words.js';

const MOST_BUTTONS = 4;

/**
 * The element of that name; index.html has it.
 * @template {HTMLElement} T @param {string} id @param {new () => T} kind @returns {T}
 */
export function find(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${kind.name} #${id} on this page`);
  return found;
}

/** @param {string} id */
export const $ = (id) => find(id, HTMLElement);

/** Fills the fixed labels. */
export function label() {
  document.title = `${words.name} · ${words.tagline.split(' ')[0]}`;
  for (const place of marked('[data-words]')) place.textContent = named(words, place.dataset.words);
  for (const place of marked('[data-label]')) {
    place.setAttribute('aria-label', named(words.labels, place.dataset.label));
  }
  find('type', HTMLTextAreaElement).placeholder = words.placeholder;
}

/** @param {string} which @returns {NodeListOf<HTMLElement>} */
const marked = (which) => document.querySelectorAll(which);

/** @param {Record<string, unknown>} said @param {string} [name] */
function named(said, name = '') {
  const text = said[name];
  return typeof text === 'string' ? text : '';
}

export class View {
  #trouble = false;

  /** @param {(button: import('/kiosk/talk/conversation.js').Button) => void} tapped */
  constructor(tapped) {
    this.tapped = tapped;
    this.heard('empty', '');
    $('answer').textContent = words.connecting;
    $('scroll').addEventListener('scroll', () => this.#more(), { passive: true });
    new ResizeObserver(() => this.#more()).observe($('scroll'));
    $('more').addEventListener('click', () => {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      $('scroll').scrollBy({ top: $('scroll').clientHeight * 0.8, behavior: calm ? 'instant' : 'smooth' });
    });
  }

  /** @param {import('/kiosk/talk/conversation.js').Reply} reply */
  reply(reply) {
    const typing = document.activeElement === $('type');
    const lost = $('buttons').contains(document.activeElement);
    $('answer').textContent = reply.text;
    document.documentElement.dataset.question = reply.question ?? '';
    showCard($('card'), reply.card);
    $('buttons').replaceChildren(...reply.buttons.slice(0, MOST_BUTTONS).map((button) => this.#button(button)));
    $('buttons').dataset.count = String($('buttons').childElementCount);
    $('scroll').scrollTop = 0;
    // The button she pressed is gone: the keyboard goes on from the answer, not from the top of the page.
    if (lost && !typing) $('scroll').focus({ preventScroll: true });
    this.#more();
  }

  /** @param {boolean} waiting answers cannot be tapped while one is on its way */
  waiting(waiting) {
    for (const button of $('buttons').children) button.setAttribute('aria-disabled', String(waiting));
  }

  /** @param {'empty' | 'partial' | 'said' | 'typed' | 'tapped'} kind @param {string} text */
  heard(kind, text) {
    $('heard-label').textContent = words.heardLabels[kind];
    $('heard').textContent = text;
    $('heard').dataset.kind = kind;
    $('heard').scrollTop = $('heard').scrollHeight;
  }

  /** Something she should know; stays until the next thing happens. @param {string | null} text */
  notice(text) {
    if (this.#trouble && !text) return;
    this.#notice(text, 'word');
  }

  /** The network is away, or back (null). @param {string | null} text */
  trouble(text) {
    if (!text && !this.#trouble) return;
    this.#trouble = Boolean(text);
    this.#notice(text, 'trouble');
  }

  /** @param {import('/kiosk/view/readiness.js').Hearing} hearing */
  ear({ state, progress, words: said }) {
    const percent = state === 'fetching' && progress !== null ? Math.round(progress * 100) : null;
    const more = percent === null || said?.includes('%') ? '' : ` ${words.earPercent(percent)}`;
    const line = `${said ?? words.earUnknown}${more}`;
    $('ear').dataset.ear = state;
    if ($('ear-words').textContent !== line) $('ear-words').textContent = line;
  }

  /** @param {string | null} text @param {'word' | 'trouble'} kind */
  #notice(text, kind) {
    $('notice').hidden = !text;
    $('notice').dataset.kind = kind;
    if ($('notice').textContent !== (text ?? '')) $('notice').textContent = text ?? '';
  }

  /** @param {import('/kiosk/talk/conversation.js').Button} button */
  #button(button) {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = button.title;
    made.dataset.payload = button.payload;
    made.addEventListener('click', () => {
      if (made.getAttribute('aria-disabled') !== 'true') this.tapped(button);
    });
    return made;
  }

  #more() {
    const { scrollHeight, scrollTop, clientHeight } = $('scroll');
    $('more').hidden = scrollHeight - scrollTop - clientHeight < 12;
    $('scroll').tabIndex = scrollHeight > clientHeight ? 0 : -1;
  }
}
