/** What the words after `npm start --` mean, and whether there is a browser to open. */
import { SetupProblem } from './setup.mjs';

const usage = 'npm start -- [--port NUMBER] [--host [ADDRESS]] [--no-open]';

/**
 * What the arguments after `npm start --` ask for. Throws SetupProblem at anything else.
 * @param {string[]} args
 * @returns {{ port?: number, host?: string | true, open: boolean }} host true: every address of the machine
 */
export function startOptions(args) {
  /** @type {ReturnType<typeof startOptions>} */
  const options = { open: true };
  const words = args.flatMap((arg) => (/^--(port|host)=/.test(arg) ? arg.split(/=(.*)/s, 2) : [arg]));
  while (words.length > 0) {
    const word = words.shift();
    if (word === '--no-open') options.open = false;
    else if (word === '--port') options.port = portNumber(words.shift());
    else if (word === '--host') options.host = words.length > 0 && !words[0].startsWith('--') ? words.shift() : true;
    else throw new SetupProblem(`npm start does not know ${word}: use ${usage}.`);
  }
  return options;
}

/** @param {string | undefined} text */
function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new SetupProblem(`--port must be a whole number from 1 to 65535; got ${text ?? 'nothing'}: use ${usage}.`);
}

/**
 * The command that opens an address in the browser of somebody who is looking, or undefined where nobody is.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} environment
 * @returns {string[] | undefined}
 */
export function openCommand(platform, environment) {
  if (environment.CI) return undefined;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return environment.DISPLAY || environment.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
