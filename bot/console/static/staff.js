// The queue by keyboard: J and K walk, a digit takes the proposal of that number, Enter opens.
/** @param {string} which @param {ParentNode | null} [within] @returns {HTMLElement | null} */
const find = (which, within = document) => within?.querySelector(which) ?? null;

const cases = [...document.querySelectorAll('[data-case]')];

/** @param {EventTarget | null} target */
const typing = (target) =>
  target instanceof Element && target.closest('input, textarea, select, button, a, summary, audio');

function current() {
  return cases.find((each) => each.contains(document.activeElement));
}

/** @param {number} step */
function walk(step) {
  const here = current();
  const at = here ? cases.indexOf(here) : -1;
  const next = cases[Math.min(cases.length - 1, Math.max(0, at + step))];
  if (next) find('.line', next)?.focus();
}

/** @param {HTMLElement | null} row */
function follow(row) {
  if (row?.dataset.open) location.assign(row.dataset.open);
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const here = current() ?? (cases.length ? null : document);
  if (event.key === 'j') walk(1);
  else if (event.key === 'k') walk(-1);
  else if (event.key === '/') find('[type=search]')?.focus();
  else if (event.key === 'Enter') follow(find('[data-open]', here));
  else if (/^[1-9]$/.test(event.key)) find(`[data-key="${event.key}"]`, here)?.click();
  else return;
  event.preventDefault();
});

// A form is sent once, however often a tired hand presses.
document.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});

// Back to a page that the browser had kept: its forms may be sent again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
