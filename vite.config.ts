import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { firstPaint } from './scripts/first-paint.mjs';
import { sources } from './src/story/sources.ts';

/** By task, the first 64 bits of the SHA-256 of the base model that ships for it, in hexadecimal. A dev server reads them when it starts. */
function digestBases(): Record<string, string> {
  const folder = new URL('./public/base/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.safetensors'));
  const digest = (file: string): string =>
    createHash('sha256')
      .update(readFileSync(new URL(file, folder)))
      .digest('hex')
      .slice(0, 16);
  return Object.fromEntries(files.map((file) => [basename(file, '.safetensors'), digest(file)]));
}

/** The recordings that ship, by the names of their files: `task`, or `task-method` of those that the page does not open with. */
function listRecordings(): string[] {
  const files = readdirSync(new URL('./public/recordings/', import.meta.url)).filter((file) => file.endsWith('.json'));
  return files.map((file) => basename(file, '.json'));
}

const fileBeside = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/**
 * The lines that the story's claims rest on, by name, found by their text. A dev server reads them when it starts.
 * @throws if the text is not on exactly one line of its file
 */
function excerptSources(): Record<string, { path: string; line: number; text: string }> {
  const excerpt = ({ path, find, lines }: (typeof sources)[keyof typeof sources]) => {
    const all = fileBeside(path).split('\n');
    const found = all.flatMap((text, index) => (text.includes(find) ? [index] : []));
    if (found.length !== 1) throw new Error(`src/story/sources.ts looks for "${find}", which is on ${found.length} lines of ${path}.`);
    const shown = all.slice(found[0], found[0] + lines);
    const margin = Math.min(...shown.filter(Boolean).map((text) => text.search(/\S/)));
    return { path, line: found[0] + 1, text: shown.map((text) => text.slice(margin)).join('\n') };
  };
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, excerpt(source)]));
}

/** The public address of this project, if package.json has one. */
function repositoryAddress(): string | null {
  const { repository } = JSON.parse(fileBeside('package.json')) as { repository?: { url: string } };
  return repository?.url.replace(/^git\+|\.git$/g, '') ?? null;
}

/**
 * What the speakers of each language call it, by its code: English, and every file of src/languages that is named by a code. To ask a browser
 * for the names takes it longer than to draw the page's first row.
 */
function nameLanguages(): Record<string, string> {
  const files = readdirSync(new URL('./src/languages/', import.meta.url));
  const codes = files.flatMap((file) => /^([a-z]{2}(?:-[A-Za-z]{2})?)\.ts$/.exec(file)?.[1] ?? []);
  const name = (code: string): string => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return Object.fromEntries(codes.map((code) => [code, name(code)]));
}

export default defineConfig({
  // Relative addresses: dist/ works from any sub-path of any static host.
  base: './',
  plugins: [
    svelte(),
    firstPaint('addition'),
    VitePWA({
      manifest: false,
      // src/state/newVersion.svelte.ts registers it, behind everything that is seen.
      injectRegister: null,
      workbox: {
        globPatterns: ['**/*.{html,js,css,wasm,json,safetensors,svg,webmanifest}'],
        // The address of the page says what it shows, and that of a base which it is: neither names another file.
        ignoreURLParametersMatching: [/^/],
      },
    }),
  ],
  // Runs are named after the base they start from, before anything is fetched.
  define: {
    SHIPPED_BASES: JSON.stringify(digestBases()),
    RECORDINGS: JSON.stringify(listRecordings()),
    STORY_SOURCES: JSON.stringify(excerptSources()),
    LANGUAGE_NAMES: JSON.stringify(nameLanguages()),
    REPOSITORY: JSON.stringify(repositoryAddress()),
  },
  // What runs and tests write is no source: the page must not reload over it.
  server: { watch: { ignored: ['runs/**', '**/test-results/**'] } },
  build: {
    target: 'esnext',
    // Every browser that runs what that target allows can preload modules.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The page, and the lessons about it.
      input: ['index.html', 'lessons.html'],
      // What a page loads at once in three files: left to itself, the build makes a file for every set of parts that share a module, thirty of them.
      // Svelte makes an error when it is loaded, and a browser whose console is open parses that whole file again to say where.
      output: {
        codeSplitting: {
          groups: [
            { name: 'svelte', test: /node_modules[\\/]svelte[\\/]/, tags: ['$initial'], minShareCount: 2, priority: 1 },
            { name: 'common', tags: ['$initial'], minShareCount: 2 },
          ],
        },
      },
    },
  },
  // A worker that loads code on demand must be an ES module.
  worker: { format: 'es' },
});
