/**
 * The command line and the sandbox's thread, each in one file of plain JavaScript: what tests start again and again. From its sources, a module
 * at a time, either takes longer to load than most tests take. The commands that start others (`lab compare`, `npm run reproduce`) start them
 * from the sources, as users do.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import type { Plugin } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the bundles. */
    bundle: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Within the project, so that packages are found, and of this process alone: two runs of the tests do not meet in it. */
const bundle = join(root, 'test-results', `bundle-${process.pid}`);

const inputs = { lab: join(root, 'cli/lab.ts'), nodeWorker: join(root, 'workers/grader/nodeWorker.ts') };

/** What starts the sandbox's thread. */
const spawnsSandbox = (id: string): boolean => id.endsWith('/workers/grader/spawnNode.ts');

/** Files that are named from where their module lies are found from there; the sandbox's thread is that of the bundle, beside it. */
const keepAddresses: Plugin = {
  name: 'keep-addresses',
  transform: (code, id) =>
    code.includes('import.meta.url') && !spawnsSandbox(id) ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id))) : null,
};

/** Gives tests that start the sandbox themselves the thread of the bundle. */
export const bundledSandbox: Plugin = {
  name: 'bundled-sandbox',
  enforce: 'pre',
  transform(code, id) {
    if (!spawnsSandbox(id)) return null;
    const [before, after, ...more] = code.split('import.meta.url');
    if (after === undefined || more.length > 0) this.error('spawnNode.ts no longer names one file beside it.');
    return `${before}${JSON.stringify(pathToFileURL(`${bundle}/`))}${after}`;
  },
};

/** Makes the bundles before the first test and removes them after the last. */
export default async function setup({ provide }: TestProject): Promise<() => void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [keepAddresses],
    build: {
      ssr: true,
      target: 'node20',
      outDir: bundle,
      copyPublicDir: false,
      rolldownOptions: { input: inputs, output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' } },
    },
  });
  provide('bundle', bundle);
  return () => rmSync(bundle, { recursive: true, force: true });
}
