// The queue by keyboard: J and K walk, a digit takes the proposal of that number, Enter opens.
const cases = [...document.querySelectorAll('[data-case]')];
const typing = (element) => element.closest('input, textarea, select, button, a, summary, audio');

function current() {
  return cases.find((each) => each.contains(document.activeElement));
}

function walk(step) {
  const next = cases[Math.min(cases.length - 1, Math.max(0, cases.indexOf(current()) + step))];
  next?.querySelector('.line')?.focus();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const here = current() ?? (cases.length ? null : document);
  if (event.key === 'j') walk(1);
  else if (event.key === 'k') walk(-1);
  else if (event.key === '/') document.querySelector('[type=search]')?.focus();
  else if (event.key === 'Enter') here?.querySelector?.('[data-open]') && location.assign(here.querySelector('[data-open]').dataset.open);
  else if (/^[1-9]$/.test(event.key)) here?.querySelector?.(`[data-key="${event.key}"]`)?.click();
  else return;
  event.preventDefault();
});

// A form is sent once, however often a tired hand presses.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
