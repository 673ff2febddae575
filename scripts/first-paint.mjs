/**
 * A Vite plugin that draws the page's first view into index.html when it is built: both recorded runs, at their end, with the styles they
 * need. It shows before any script has arrived; src/main.ts puts the living page in its place.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderComponents } from './render-components.mjs';
import { root } from './setup.mjs';

/** @param {string} task of the recordings that are shown; the page's first */
export function firstPaint(task) {
  /** @type {import('vite').ResolvedConfig} */
  let config;
  return /** @type {import('vite').Plugin} */ ({
    name: 'first-paint',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle }) {
        const recordings = JSON.parse(readFileSync(path.join(root, 'public', 'recordings', `${task}.json`), 'utf8'));
        const { body } = await renderComponents(
          async (render, load) => {
            const { Language } = await load('/src/languages/language.svelte.ts');
            return render('/src/lab/App.svelte', { language: new Language(), recordings });
          },
          { emitCss: true, define: config.define },
        );
        // The comments are there to wake the HTML up in place, which the page does not do; a hundredth of a pixel is fine enough.
        const drawn = body
          .replace(/<!--.*?-->/g, '')
          .replace(/\d+\.\d{3,}/g, (/** @type {string} */ number) => String(Number(Number(number).toFixed(2))));
        return inlineStyles(html, bundle ?? {}).replace('<div id="app"></div>', () => `<div id="app" data-drawn>${drawn}</div>`);
      },
    },
  });
}

/**
 * Styles inside the page need no request of their own before it can be drawn.
 * @param {string} html
 * @param {import('vite').Rollup.OutputBundle} bundle
 */
function inlineStyles(html, bundle) {
  return html.replace(/<link rel="stylesheet"[^>]*href="\.\/([^"]+)"[^>]*>/g, (_, file) => {
    const sheet = bundle[file];
    if (sheet?.type !== 'asset') throw new Error(`The build has no stylesheet ${file}, which index.html asks for.`);
    return `<style>${sheet.source}</style>`;
  });
}
