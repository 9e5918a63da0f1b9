/** The server, as fetch sees it: each request is answered by what the test says. */
import { define } from './clock.js';

export class Server {
  /** @type {{method: string, path: string, body: unknown}[]} */
  asked = [];
  /** @type {(asked: {method: string, path: string, body: unknown}, nth: number) => Response | Promise<Response>} */
  answer = () => json(200, {});

  constructor() {
    define('fetch', (/** @type {string} */ path, /** @type {RequestInit} */ init) => this.#fetch(path, init));
  }

  /** @param {string} path @param {RequestInit} init @returns {Promise<Response>} */
  async #fetch(path, init) {
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const asked = { method: init.method ?? 'GET', path, body };
    this.asked.push(asked);
    const late = new Promise((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    return /** @type {Response} */ (await Promise.race([this.answer(asked, this.asked.length), late]));
  }
}

/** @param {number} status @param {unknown} body */
export const json = (status, body) => new Response(JSON.stringify(body), { status });

/** @param {number} status @param {string} code @param {string} words */
export const fault = (status, code, words) => json(status, { detail: { code, words } });

/** The network is away. @returns {Promise<Response>} */
export const away = async () => {
  throw new TypeError('Failed to fetch');
};
