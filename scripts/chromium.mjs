/**
 * Finds the Chromium that the browser tests and the screenshot scripts drive, and installs one when there is none.
 * Any Chromium will do: CHROMIUM_PATH, one on the PATH, one in the usual places of the system, Playwright's own copy, in this order.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { root, SetupProblem, toolPath } from './setup.mjs';

/**
 * The last `--disable-features` of a command line is the only one that counts: Playwright's own list, as of the version in package.json, is
 * said again with what we add to it.
 */
const disabledFeatures = [
  // A recent Chromium renders the popup of its address bar in a process of its own for every new context, headless or not: a second of one core.
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  // Playwright's.
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'msForceBrowserSignIn',
  'msEdgeUpdateLaunchServicesPreferredVersion',
];

/** Software WebGPU where there is no GPU, and none of the browser's own traffic. Playwright itself turns the sandbox off. */
export const chromiumArguments = [
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  `--disable-features=${disabledFeatures.join(',')}`,
];

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge', 'microsoft-edge'];

const macApplications = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsPrograms = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Where a Chromium may be on a machine, likeliest first.
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} environment
 * @returns {string[]}
 */
export function chromiumCandidates(platform, environment) {
  const { join, delimiter } = platform === 'win32' ? path.win32 : path.posix;
  const folders = (environment.PATH ?? environment.Path ?? '').split(delimiter).filter(Boolean);
  const suffix = platform === 'win32' ? '.exe' : '';
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command + suffix)));
  return [...onPath, ...usualPlaces(platform, environment)];
}

/**
 * The Chromium to use, or undefined. Throws SetupProblem when CHROMIUM_PATH (or CHROME_PATH) names a file that is not there.
 * @param {object} [machine] the real one unless a test describes another
 * @param {Record<string, string | undefined>} [machine.environment]
 * @param {string[]} [machine.candidates]
 * @param {(file: string) => boolean} [machine.exists]
 * @param {(file: string) => boolean} [machine.starts]
 * @returns {string | undefined}
 */
export function findChromium({ environment = process.env, candidates, exists = existsSync, starts = printsItsVersion } = {}) {
  for (const name of ['CHROMIUM_PATH', 'CHROME_PATH']) {
    const named = environment[name];
    if (!named) continue;
    if (exists(named)) return named;
    throw new SetupProblem(
      `${name} is ${named}, where there is no file: set it to the executable of a Chromium, or unset it to have one found.`,
    );
  }
  const places = candidates ?? [...chromiumCandidates(process.platform, environment), ...playwrightCopy()];
  return places.find((file) => exists(file) && starts(file));
}

/**
 * The Chromium to use, installed first if there is none. Throws SetupProblem when none can be had.
 * @returns {string}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  for (const install of [downloadPlaywrightCopy, installSystemLibraries, installSystemChromium]) {
    install();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new SetupProblem(
    'The browser tests need a Chromium and none could be found or installed: install Chromium or Chrome with your package manager, or set CHROMIUM_PATH to the executable of one.',
  );
}

function downloadPlaywrightCopy() {
  console.log('No Chromium on this machine: asking Playwright to download one …');
  run(process.execPath, [toolPath('@playwright/test', 'playwright'), 'install', '--no-shell', 'chromium']);
}

/** A downloaded Chromium does not start on a bare system, which lacks the libraries it links to. */
function installSystemLibraries() {
  if (!rootWithApt() || !playwrightCopy().some((file) => existsSync(file))) return;
  console.log('Installing the system libraries that the downloaded Chromium needs …');
  run(process.execPath, [toolPath('@playwright/test', 'playwright'), 'install-deps', 'chromium']);
}

function installSystemChromium() {
  if (!rootWithApt()) return;
  console.log("Installing the system's own Chromium package …");
  if (run('apt-get', ['update'])) run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
}

function rootWithApt() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** @returns {string[]} where Playwright keeps its own Chromium, whether or not it is there; none before the packages are installed */
function playwrightCopy() {
  try {
    const { chromium } = createRequire(import.meta.url)('playwright');
    return [chromium.executablePath()];
  } catch {
    return [];
  }
}

/**
 * @param {NodeJS.Platform} platform
 * @param {Record<string, string | undefined>} environment
 */
function usualPlaces(platform, environment) {
  if (platform === 'darwin') {
    const folders = ['/Applications', `${environment.HOME ?? ''}/Applications`];
    return macApplications.flatMap((application) => folders.map((folder) => path.posix.join(folder, application)));
  }
  if (platform === 'win32') {
    const folders = [environment.ProgramFiles, environment['ProgramFiles(x86)'], environment.LOCALAPPDATA];
    return windowsPrograms.flatMap((program) => folders.flatMap((folder) => (folder ? [path.win32.join(folder, program)] : [])));
  }
  return ['/snap/bin/chromium', '/opt/google/chrome/chrome'];
}

/**
 * Being there is not enough: some systems ship a stub in place of Chromium, and a downloaded one may lack libraries. On Windows asking for
 * the version would open a window instead.
 * @param {string} file
 */
function printsItsVersion(file) {
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 && /\d+\.\d+\.\d+/.test(stdout);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}
