/**
 * What `npm start` and `npm test` need before they can do anything: a Node that is new enough, and the packages of the lock file.
 * Plain Node, no dependencies, and no syntax that a Node too old for the project could not read: it has to get as far as saying so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The repository, with a separator at the end. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Something the reader has to put right: its message is the one sentence to print. */
export class SetupProblem extends Error {}

/**
 * Whether a version is in a range as packages write theirs: `^20.19.0 || >=24`, or bare majors.
 * @param {string} version as in `process.versions.node`
 * @param {string} range
 */
export function versionIsIn(version, range) {
  const [major, minor, patch] = version.split('.').map(Number);
  return range.split('||').some((line) => {
    const [, sign, ...parts] = /^\s*(\^|>=|)\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(line) || [];
    const [oldestMajor, oldestMinor, oldestPatch] = parts.map((part) => Number(part || 0));
    const isOlder =
      major < oldestMajor || (major === oldestMajor && (minor < oldestMinor || (minor === oldestMinor && patch < oldestPatch)));
    return !isOlder && (sign === '>=' || major === oldestMajor);
  });
}

/**
 * The Nodes that every package of the lock file runs on, as package.json has them.
 * @type {string}
 */
export const supportedNodes = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;

/** The same in words: `20.19+, 22.13+ or 24+`. */
export function supportedNodesInWords() {
  const lines = supportedNodes.split('||').map((line) => `${line.replace(/[^\d.]/g, '').replace(/(\.0)+$/, '')}+`);
  return `${lines.slice(0, -1).join(', ')} or ${lines[lines.length - 1]}`;
}

/**
 * Why this Node cannot run the project, or undefined when it can.
 * @param {string} version as in `process.versions.node`
 * @returns {string | undefined}
 */
export function nodeVersionProblem(version) {
  if (versionIsIn(version, supportedNodes)) return undefined;
  return `Second Thoughts needs Node ${supportedNodesInWords()}, and this is Node ${version}: install a current one from https://nodejs.org and run the command again.`;
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * Whether what npm says it installed is what the lock file asks for. Optional packages may be absent: they are other systems' binaries.
 * @param {Lock} lock the parsed package-lock.json
 * @param {Lock} installed the parsed node_modules/.package-lock.json, which npm writes when an installation is complete
 */
export function installationMatches(lock, installed) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed.packages[path];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Installs the packages of the lock file unless they are there already. Throws SetupProblem when npm cannot. */
export function ensurePackages() {
  if (packagesAreInstalled()) return;
  console.log('Installing the packages of package-lock.json …');
  // Without --include=dev a production setting of the machine would leave out the tools themselves.
  if (!runNpm(['ci', '--include=dev', '--no-audit', '--no-fund'])) {
    throw new SetupProblem(
      'npm ci could not install the packages (its own message is above): check the network connection and run the command again.',
    );
  }
}

/** Prints the sentence of a SetupProblem and ends with 1; any other error is a bug and keeps its stack.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  console.error(error instanceof SetupProblem ? error.message : error);
  process.exit(1);
}

/**
 * Where the command of an installed package starts, to be run by this Node: no shell, and the same on every system.
 * @param {string} packageName
 * @param {string} [command] when the package has several or calls it differently
 */
export function toolPath(packageName, command = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

function packagesAreInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return installationMatches(lock, JSON.parse(readFileSync(record, 'utf8')));
}

/**
 * Runs the npm that started us if there is one. On Windows npm is a shell script, which only a shell can start.
 * @param {string[]} args
 */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  const options = /** @type {const} */ ({ cwd: root, stdio: 'inherit' });
  const { status } =
    npm && /npm-cli\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  return status === 0;
}
