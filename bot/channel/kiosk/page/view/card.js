/** The card under an answer: a summary to check, a receipt to keep, a status to read. */
import { words } from '/kiosk/view/words.js';

const GROUP = 4;

/** @param {HTMLElement} place @param {import('/kiosk/talk/conversation.js').Card | null} card */
export function showCard(place, card) {
  place.hidden = !card;
  place.replaceChildren();
  if (!card) return;
  place.dataset.kind = card.kind;
  place.append(element('h2', card.title));
  if (card.code) place.append(...codeBlock(card.code));
  if (card.rows.length > 0) place.append(rows(card.rows));
}

/** @param {{label: string, value: string}[]} items */
function rows(items) {
  const list = element('dl');
  for (const { label, value } of items) {
    const row = element('div');
    row.append(element('dt', label), element('dd', value));
    list.append(row);
  }
  return list;
}

/** The code in groups that can be said in one breath; its text stays exactly the code. @param {string} code */
function codeBlock(code) {
  const block = element('p');
  block.id = 'code';
  block.dataset.testid = 'code';
  block.setAttribute('aria-label', [...code].join(' '));
  for (const part of groups(code)) block.append(element('span', part, part.trim() ? '' : 'pause'));
  return [block, element('p', words.codeKeep, 'code-keep')];
}

/** @param {string} code @returns {string[]} split where the server put a separator, otherwise evenly */
export function groups(code) {
  const parts = code.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? [code];
  if (parts.length > 1) return parts;
  const size = code.length % GROUP !== 0 && code.length % 3 === 0 ? 3 : GROUP;
  return code.match(new RegExp(`.{1,${size}}`, 'gu')) ?? [];
}

/** @param {string} tag @param {string} [text] @param {string} [className] */
function element(tag, text = '', className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}
