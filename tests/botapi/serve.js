// telegram-test-api behind a front that answers as core.telegram.org/bots/api says where the
// emulator does not: is_bot in getMe, seconds in dates, long polling, offsets that are acknowledged,
// true as the result, the menu, and the secret token of a webhook.
'use strict';
const http = require('http');
const TelegramServer = require('telegram-test-api');

const PATIENCE_MS = 1000;
const MENU = new Set(['setMyCommands', 'deleteMyCommands', 'setMyDescription']);
const hooks = new Map();
const unread = new Map();

const body = (request) => new Promise((resolve) => {
  const parts = [];
  request.on('data', (part) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
});

const post = (url, content, headers) => new Promise((resolve, reject) => {
  const wish = http.request(url, { method: 'POST', headers }, async (answer) => {
    resolve({ status: answer.statusCode, content: await body(answer) });
  });
  wish.on('error', reject).end(content);
});

const seconds = (message) => (message && message.date > 1e11
  ? { ...message, date: Math.floor(message.date / 1000) } : message);

function asDocumented(update) {
  if (!update.callback_query) {
    return { ...update, message: seconds(update.message) };
  }
  const query = update.callback_query;
  return {
    ...update,
    callback_query: { chat_instance: '1', ...query, message: seconds(query.message) },
  };
}

async function updates(inner, token, offset) {
  const known = (unread.get(token) || []).filter((each) => each.update_id >= offset);
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const { content } = await post(`${inner}/bot${token}/getUpdates`, '{}', { 'Content-Type': 'application/json' });
    known.push(...JSON.parse(content).result.map(asDocumented));
    if (known.length || Date.now() > end) break;
    await new Promise((resolve) => { setTimeout(resolve, 10); });
  }
  unread.set(token, known);
  return known;
}

async function answer(inner, self, request) {
  const content = await body(request);
  const [, token, method] = request.url.match(/^\/bot([^/]+)\/(\w+)/) || [];
  const form = (request.headers['content-type'] || '').includes('json')
    ? JSON.parse(content.length ? content : '{}') : Object.fromEntries(new URLSearchParams(content.toString()));
  if (request.url.startsWith('/hook/')) {
    const hook = hooks.get(decodeURIComponent(request.url.slice(6)));
    const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': hook.secret };
    return post(hook.url, JSON.stringify(asDocumented(JSON.parse(content))), headers);
  }
  if (request.url === '/hooks') return { status: 200, content: JSON.stringify([...hooks.values()]) };
  if (MENU.has(method)) return { status: 200, content: '{"ok":true,"result":true}' };
  if (method === 'getUpdates') {
    const result = await updates(inner, token, Number(form.offset || 0));
    return { status: 200, content: JSON.stringify({ ok: true, result }) };
  }
  let passed = content;
  if (method === 'setWebhook') {
    hooks.set(token, { url: form.url, secret: form.secret_token || '' });
    passed = JSON.stringify({ url: `${self}/hook/${encodeURIComponent(token)}` });
    request.headers['content-type'] = 'application/json';
  }
  const { status, content: given } = await post(inner + request.url, passed, {
    'Content-Type': request.headers['content-type'] || 'application/json',
  });
  if (!method || status !== 200) return { status, content: given };
  const told = JSON.parse(given);
  if (method === 'getMe') told.result.is_bot = true;
  told.result = told.result === null ? true : seconds(told.result);
  return { status, content: JSON.stringify(told) };
}

async function main() {
  const [port, innerPort] = process.argv.slice(2).map(Number);
  const host = '127.0.0.1';
  await new TelegramServer({ port: innerPort, host, storeTimeout: 600 }).start();
  const front = http.createServer((request, response) => {
    answer(`http://${host}:${innerPort}`, `http://${host}:${port}`, request).then(
      ({ status, content }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(content);
      },
      (error) => {
        response.writeHead(502);
        response.end(String(error));
      },
    );
  });
  front.listen(port, host, () => process.stdout.write('ready\n'));
}

main();
