/** node --import ./register.js: the page's modules import each other as the server names them. */
import { register } from 'node:module';

register('./hooks.js', import.meta.url);
