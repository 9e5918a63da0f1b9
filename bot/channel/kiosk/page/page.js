/** The kiosk page: puts the parts together and gives every button its deed. */
import { Box } from '/kiosk/view/box.js';
import { Conversation } from '/kiosk/talk/conversation.js';
import { Dial } from '/kiosk/view/dial.js';
import { Idle } from '/kiosk/view/idle.js';
import { Readiness } from '/kiosk/view/readiness.js';
import { Size } from '/kiosk/view/size.js';
import { Talk } from '/kiosk/talk/talk.js';
import { $, find, label, View } from '/kiosk/view/view.js';
import { Voice } from '/kiosk/sound/voice.js';
import { words } from '/kiosk/view/words.js';

label();
const root = document.documentElement;
const size = new Size(root);
const voice = new Voice(window.speechSynthesis, {
  voice: () => readiness.hearing.voice,
  conversation: () => conversation.id,
});
const view = new View((button) => talk.say(button.payload, 'tapped', button.title));
const box = new Box(find('type', HTMLTextAreaElement), (text) => (text ? talk.say(text, 'typed') : view.notice(words.nothingTyped)));
const dial = new Dial(root, {
  speak: find('speak', HTMLButtonElement),
  first: $('speak-first'),
  second: $('speak-second'),
  hint: $('hint'),
  cancel: find('cancel', HTMLButtonElement),
  meter: find('meter', HTMLCanvasElement),
});
const scanned = new URLSearchParams(location.search);
const conversation = new Conversation({ station: scanned.get('station'), code: scanned.get('code') }, {
  trouble: (said) => view.trouble(said ?? words.offline),
  recovered: () => view.trouble(null),
});
const readiness = new Readiness((hearing) => {
  view.ear(hearing);
  dial.setDeaf(hearing.state !== 'ready');
});
const handsfree = scanned.get('handsfree') !== '0';
const talk = new Talk({ view, dial, voice, box, conversation, readiness, handsfree });

new Idle(
  {
    dialog: find('still-there', HTMLDialogElement),
    countdown: $('countdown'),
    stay: $('stay'),
    leave: $('leave'),
  },
  {
    going: () => talk.going || !box.empty,
    busy: () => talk.busy,
    asked: () => voice.read(words.stillThere),
    gone: () => talk.renew(),
  },
);

/** @param {1 | -1 | 0} by */
function resize(by) {
  const changed = size.change(by);
  if (by) view.notice(changed ? null : words[by > 0 ? 'largest' : 'smallest']);
  $('larger').setAttribute('aria-disabled', String(size.largest));
  $('smaller').setAttribute('aria-disabled', String(size.smallest));
}

/** @type {Record<string, () => void>} */
const deeds = {
  speak: () => talk.speak(),
  cancel,
  repeat: () => talk.repeat(),
  human: () => talk.say('/human', 'tapped', words.human),
  restart: () => talk.restart(),
  larger: () => resize(1),
  smaller: () => resize(-1),
};

function cancel() {
  if (talk.cancel()) view.notice(words.cancelled);
}

for (const [id, deed] of Object.entries(deeds)) $(id).addEventListener('click', deed);
$('type').addEventListener('input', () => talk.inattentive());
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.isComposing) cancel();
});
window.addEventListener('pagehide', () => voice.stop());

resize(0);
readiness.watch();
talk.begin();
