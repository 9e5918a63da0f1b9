import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Clock, define, settle } from '../../fakes/clock.js';
import { as } from '../../fakes/element.js';
import { away, Server } from '../../fakes/server.js';
import { FakeSynthesis, FakeUtterance } from '../../fakes/speech.js';

let clock = new Clock();
let server = new Server();
let synthesis = new FakeSynthesis();
define('SpeechSynthesisUtterance', FakeUtterance);
define('AudioContext', class {
  state = 'running';

  async resume() {}
});
const { Voice } = await import('/kiosk/sound/voice.js');

/** What the server speaks with. @type {string | null} */
let served = null;
const voice = () => new Voice(as(synthesis), { voice: () => served, conversation: () => 'c1' });

/** @param {string} name @param {string} lang @param {boolean} [local] */
const speaker = (name, lang, local = true) => ({ name, lang, localService: local, voiceURI: name });

beforeEach(() => {
  clock = new Clock();
  server = new Server();
  synthesis = new FakeSynthesis();
  served = null;
});

/** @param {object[]} voices @returns {string | undefined} */
function chosen(...voices) {
  synthesis.voices = voices;
  return voice().chinese?.name;
}

test('a Mandarin voice of this machine comes first', () => {
  const [far, near] = [speaker('far', 'zh-CN', false), speaker('near', 'zh-CN')];
  assert.equal(chosen(speaker('en', 'en-US'), far, near), 'near');
  assert.equal(chosen(speaker('tw', 'zh-TW'), far), 'far');
  assert.equal(chosen(speaker('tw', 'zh-TW'), speaker('android', 'zh_CN_#Hans', false)), 'android');
  assert.equal(chosen(speaker('tw', 'zh-TW'), speaker('cmn', 'cmn-Hans-CN', false)), 'cmn');
});

test('Cantonese, English and nothing are no Mandarin', () => {
  assert.equal(chosen(speaker('hk', 'zh-HK'), speaker('yue', 'zh-yue'), speaker('en', 'en-GB')), undefined);
  assert.equal(new Voice(undefined, { voice: () => null, conversation: () => null }).chinese, null);
});

test('a tinny voice is left for the server to better, and used where there is none', () => {
  const tinny = speaker('eSpeak NG Mandarin', 'zh-CN');
  assert.equal(chosen(tinny), 'eSpeak NG Mandarin');
  served = 'kokoro';
  assert.equal(chosen(tinny), undefined);
  assert.equal(chosen(tinny, speaker('good', 'zh-TW')), 'good');
});

test('it reads a sentence at a time, slowly, and says when it is done', () => {
  synthesis.voices = [speaker('near', 'zh-CN')];
  const reader = voice();
  assert.equal(reader.read('您好，我是小清。您要反映什么？请说'), true);
  assert.deepEqual(synthesis.queue.map(({ text }) => text), ['您好，我是小清。', '您要反映什么？', '请说']);
  assert.deepEqual(new Set(synthesis.queue.map(({ lang, rate }) => `${lang} ${rate}`)), new Set(['zh-CN 0.85']));
  assert.equal(synthesis.queue[0].voice, synthesis.voices[0]);
  synthesis.next();
  synthesis.next();
  assert.equal(reader.reading, true);
  synthesis.next();
  assert.equal(reader.reading, false);
});

test('an engine that never says it is done is not waited for', async () => {
  synthesis.voices = [speaker('near', 'zh-CN')];
  const reader = voice();
  reader.read('十个字的一句话在这里');
  await clock.pass(4_499);
  assert.equal(reader.reading, true);
  await clock.pass(1);
  assert.equal(reader.reading, false);
});

test('the end of what was cut off is not the end of what is read now', () => {
  synthesis.voices = [speaker('near', 'zh-CN')];
  const reader = voice();
  reader.read('第一句。');
  const [first] = synthesis.queue;
  reader.read('第二句。');
  first.onend?.();
  assert.equal(reader.reading, true);
  reader.stop();
  assert.equal(reader.reading, false);
  assert.deepEqual(synthesis.queue, []);
});

test('where nobody can read it says so', () => {
  assert.equal(voice().read('您好'), false);
  assert.equal(voice().reading, false);
});

test('where the browser has no voice the server reads, and when it fails there is silence', async () => {
  served = 'kokoro';
  server.answer = away;
  const reader = voice();
  assert.equal(reader.read('您好'), true);
  assert.equal(reader.reading, true);
  await settle();
  assert.deepEqual(server.asked, [{ method: 'POST', path: '/api/say', body: { conversation: 'c1', text: '您好' } }]);
  assert.equal(reader.reading, false);
});
