/** Finds /kiosk/… where the server finds it. */
const ADDRESS = '/kiosk/';
const FOLDER = new URL('../../bot/channel/kiosk/page/', import.meta.url);

/** @type {import('node:module').ResolveHook} */
export function resolve(specifier, context, next) {
  if (!specifier.startsWith(ADDRESS)) return next(specifier, context);
  return { url: new URL(specifier.slice(ADDRESS.length), FOLDER).href, format: 'module', shortCircuit: true };
}
