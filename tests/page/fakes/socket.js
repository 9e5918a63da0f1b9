/** The socket, as the page sees it: it opens, and the server talks, when the test says so. */
import { define } from './clock.js';

export class FakeSocket {
  /** @type {FakeSocket[]} */
  static all = [];
  /** @type {(string | Uint8Array)[]} */
  sent = [];
  closed = false;
  onopen = () => {};
  onclose = () => {};
  /** @type {(event: {data: string}) => void} */
  onmessage = () => {};

  /** @param {URL} url */
  constructor(url) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  static install() {
    FakeSocket.all = [];
    define('WebSocket', FakeSocket);
  }

  /** @returns {FakeSocket} */
  static get last() {
    return FakeSocket.all[FakeSocket.all.length - 1];
  }

  /** @param {string | Uint8Array} data */
  send(data) {
    if (this.closed) return;
    this.sent.push(data);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    setImmediate(() => this.onclose());
  }

  /** @param {object} event */
  say(event) {
    this.onmessage({ data: JSON.stringify(event) });
  }

  /** The sound that was sent, piece by piece. */
  get pieces() {
    return this.sent.filter((data) => typeof data !== 'string');
  }

  get texts() {
    return this.sent.filter((data) => typeof data === 'string');
  }
}
