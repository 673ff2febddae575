import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumCandidates, findChromium } from '../../scripts/chromium.mjs';
import { installationMatches, nodeVersionProblem, root, supportedNodes, supportedNodesInWords, versionIsIn } from '../../scripts/setup.mjs';
import { openCommand, startOptions } from '../../scripts/start-options.mjs';
import { chooseSteps, countTests, groupsOf, summary } from '../../scripts/steps.mjs';

describe('the Node version', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '24.0.0', '25.1.0'])('%s is new enough', (version) => {
    expect(nodeVersionProblem(version)).toBeUndefined();
  });

  it.each(['12.22.0', '18.20.4', '20.18.3', '21.7.3', '22.12.0', '23.11.0'])('%s is refused in one sentence that names it', (version) => {
    expect(nodeVersionProblem(version)).toContain(`this is Node ${version}`);
  });

  it('is in one range of package.json, in the words of the sentence and of the README', () => {
    expect(nodeVersionProblem('18.0.0')).toContain('needs Node 20.19+, 22.13+ or 24+, and');
    expect(supportedNodesInWords()).toBe('20.19+, 22.13+ or 24+');
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`(${supportedNodesInWords()})`);
  });

  it.each([
    ['20.18.9', '^20.19.0', false],
    ['20.19.0', '^20.19.0', true],
    ['20.20.0', '^20.19.1', true],
    ['21.0.0', '^20.19.0', false],
    ['23.0.0', '^20.19 || >= 22', true],
    ['19.0.0', '18 || 20', false],
    ['18.3.1', '18 || 20', true],
    ['22.13.0', '>=22.13.1', false],
  ])('%s in the range %s: %s', (version, range, is) => {
    expect(versionIsIn(version, range)).toBe(is);
  });
});

describe('whether the packages are installed', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
      'node_modules/b-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
    },
  };
  const a = { version: '1.0.0', integrity: 'sha512-a' };

  it("does not depend on another system's binaries", () => {
    expect(installationMatches(lock, { packages: { 'node_modules/a': a } })).toBe(true);
  });

  it('is no when a package is missing, has another version, or other contents', () => {
    expect(installationMatches(lock, { packages: {} })).toBe(false);
    expect(installationMatches(lock, { packages: { 'node_modules/a': { ...a, version: '1.0.1' } } })).toBe(false);
    expect(installationMatches(lock, { packages: { 'node_modules/a': { ...a, integrity: 'sha512-x' } } })).toBe(false);
  });

  it('is no when an optional package is there in another version', () => {
    const installed = { packages: { 'node_modules/a': a, 'node_modules/b-darwin': { version: '2.0.0', integrity: 'sha512-b' } } };
    expect(installationMatches(lock, installed)).toBe(false);
  });
});

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string>; engines?: { node?: string } }>;
  };

  it("has every system's binaries: npm ci refuses a lock file that lacks some, on every system", () => {
    const wanted = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    const locked = Object.keys(packages).map((path) => path.split('node_modules/').at(-1));
    expect(wanted.filter((name) => !locked.includes(name))).toEqual([]);
  });

  it('has no package that refuses one of the oldest Nodes that package.json allows', () => {
    const oldest = supportedNodes.match(/[\d.]+/g) ?? [];
    expect(oldest).toHaveLength(3);
    const refusing = Object.entries(packages).flatMap(([path, { engines }]) =>
      path === '' || !engines?.node
        ? []
        : oldest.filter((version) => !versionIsIn(version, engines.node ?? '')).map((version) => [path, version]),
    );
    expect(refusing).toEqual([]);
  });

  it('names no registry but the public one', () => {
    const addresses = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});

describe('finding a Chromium', () => {
  const all = () => true;

  it('CHROMIUM_PATH goes before everything else', () => {
    const environment = { CHROMIUM_PATH: '/mine', CHROME_PATH: '/other' };
    expect(findChromium({ environment, candidates: ['/usr/bin/chromium'], exists: all, starts: all })).toBe('/mine');
  });

  it('a CHROMIUM_PATH that leads nowhere is refused, not passed over', () => {
    const environment = { CHROMIUM_PATH: '/nowhere' };
    expect(() => findChromium({ environment, candidates: ['/usr/bin/chromium'], exists: () => false, starts: all })).toThrow(
      'CHROMIUM_PATH is /nowhere',
    );
  });

  it('takes the first candidate that is there and starts', () => {
    const candidates = ['/absent', '/stub', '/good', '/later'];
    const found = findChromium({ environment: {}, candidates, exists: (file) => file !== '/absent', starts: (file) => file !== '/stub' });
    expect(found).toBe('/good');
  });

  it('finds none when none starts', () => {
    expect(findChromium({ environment: {}, candidates: ['/a'], exists: all, starts: () => false })).toBeUndefined();
  });

  it('looks for chromium in every folder of the PATH before it looks for Chrome', () => {
    const places = chromiumCandidates('linux', { PATH: '/usr/local/bin:/usr/bin' });
    expect(places.slice(0, 2)).toEqual(['/usr/local/bin/chromium', '/usr/bin/chromium']);
    expect(places).toContain('/usr/bin/google-chrome-stable');
  });

  it('knows where Windows and macOS keep theirs', () => {
    const windows = chromiumCandidates('win32', { Path: 'C:\\bin', ProgramFiles: 'C:\\Program Files' });
    expect(windows).toContain('C:\\bin\\msedge.exe');
    expect(windows).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    const mac = chromiumCandidates('darwin', { HOME: '/Users/ada' });
    expect(mac).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(mac).toContain('/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium');
  });
});

describe('npm start', () => {
  it('opens the browser and picks its own port unless told otherwise', () => {
    expect(startOptions([])).toEqual({ open: true });
    expect(startOptions(['--no-open', '--port', '8080', '--host'])).toEqual({ open: false, port: 8080, host: true });
    expect(startOptions(['--port=8080', '--host=0.0.0.0'])).toEqual({ open: true, port: 8080, host: '0.0.0.0' });
  });

  it('refuses a word it does not know and a port that is none', () => {
    expect(() => startOptions(['--prot', '1'])).toThrow('--prot');
    expect(() => startOptions(['--port', 'high'])).toThrow('got high');
    expect(() => startOptions(['--port'])).toThrow('got nothing');
  });

  it('opens no browser where nobody is looking', () => {
    expect(openCommand('linux', {})).toBeUndefined();
    expect(openCommand('darwin', { CI: 'true' })).toBeUndefined();
    expect(openCommand('linux', { DISPLAY: ':0' })).toEqual(['xdg-open']);
  });
});

describe('npm test', () => {
  it('runs every step unless some are named', () => {
    expect(chooseSteps([]).map((step) => step.name)).toEqual(['browser', 'format', 'lint', 'types', 'unused', 'build', 'unit', 'e2e']);
    expect(chooseSteps(['unit', 'lint']).map((step) => step.name)).toEqual(['lint', 'unit']);
  });

  it('builds before it tests what was built', () => {
    expect(chooseSteps(['e2e']).map((step) => step.name)).toEqual(['build', 'e2e']);
  });

  it('refuses a step it does not have', () => {
    expect(() => chooseSteps(['units'])).toThrow('no step units');
  });

  it('run together where they take one core, and alone where they take all', () => {
    const names = groupsOf(chooseSteps([])).map((group) => group.map(({ name }) => name).join('+'));
    expect(names).toEqual(['browser+format+lint+types+unused+build', 'unit', 'e2e']);
  });

  it('counts what vitest and Playwright report, and a test that needed a second try as failed', () => {
    expect(countTests({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })).toEqual({
      passed: 5,
      failed: 1,
      skipped: 3,
    });
    expect(countTests({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } })).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });

  it('ends with the total alone on the last line when everything passed', () => {
    const text = summary(
      [{ name: 'lint' }, { name: 'unit' }, { name: 'e2e' }],
      [
        { name: 'lint', passed: true, seconds: 2 },
        { name: 'unit', passed: true, seconds: 3, counts: { passed: 100, failed: 0, skipped: 1 } },
        { name: 'e2e', passed: true, seconds: 3, counts: { passed: 23, failed: 0, skipped: 0 } },
      ],
    );
    expect(text.split('\n').at(-1)).toBe('123 passed, 0 failed');
    expect(text).toContain('100 passed, 1 skipped');
  });

  it('does not end with a total when a step failed, and shows what was not run', () => {
    const text = summary([{ name: 'lint' }, { name: 'unit' }], [{ name: 'lint', passed: false, seconds: 2 }]);
    expect(text.split('\n').at(-1)).toContain('lint failed');
    expect(text).toMatch(/^unit +not run$/m);
  });
});
