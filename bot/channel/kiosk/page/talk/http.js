/** JSON over HTTP, with the two ways it fails kept apart: refused (do not retry) and unreachable (do). */

const PATIENCE_MS = 20_000;
const WAITS_MS = [500, 1000, 2000, 4000, 8000];

/** It did not come to an answer; `said` is what the server has for the resident, in Chinese. */
export class Failure extends Error {
  /** @param {string} why @param {string | null} said */
  constructor(why, said) {
    super(why);
    this.said = said;
  }
}

/** The server understood and said no. */
export class Refused extends Failure {
  /** @param {number} status @param {string} code @param {string | null} said */
  constructor(status, code, said) {
    super(`${status} ${code}`, said);
    this.status = status;
    this.code = code;
  }
}

/** No answer, or a server in trouble (`answered`, perhaps with Chinese of its own in `said`). */
export class Unreachable extends Failure {
  /** @param {string} why @param {boolean} [answered] @param {string | null} [said] */
  constructor(why, answered = false, said = null) {
    super(why, said);
    this.answered = answered;
  }
}

/** What the server said about it, if it said anything. @param {unknown} error */
export const saidOf = (error) => (error instanceof Failure ? error.said : null);

/** How long to wait before attempt `n` (0 is the first repeat), in milliseconds. @param {number} n */
export const backOff = (n) => WAITS_MS[Math.min(n, WAITS_MS.length - 1)];

/** @param {number} ms */
export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<unknown>} the JSON of a 2xx answer; who asks knows what the API says there
 * @throws {Refused | Unreachable}
 */
export async function request(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      cache: 'no-store',
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  const { code, words } = await detail(response);
  const inTrouble = response.status >= 500 || response.status === 429 || response.status === 408;
  if (inTrouble) throw new Unreachable(`${response.status} ${code}`, true, words);
  throw new Refused(response.status, code, words);
}

/** @param {Response} response @returns {Promise<{code: string, words: string | null}>} */
async function detail(response) {
  try {
    const { detail: said } = await response.json();
    return { code: said?.code ?? 'error', words: said?.words ?? null };
  } catch {
    return { code: 'error', words: null };
  }
}
