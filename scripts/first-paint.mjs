/**
 * A Vite plugin that draws the page's first view into index.html when it is built: both recorded runs, at their end, in every language, with
 * the styles they need. It shows before any script file has arrived; src/main.ts puts the living page in its place.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderComponents } from './render-components.mjs';
import { root } from './setup.mjs';

/** Where another language is wanted, the English view is not even a flash. */
const hideWrongLanguage = '<style>:root:not([lang="en"]) #app[data-drawn="en"] { display: none }</style>';

/** Puts the view in the language that is wanted in the place of the English one. */
const putIn = `
  for (const drawn of document.querySelectorAll('body > template')) {
    if (drawn.lang === document.documentElement.lang) {
      document.getElementById('app').replaceChildren(drawn.content);
      document.getElementById('app').dataset.drawn = drawn.lang;
    }
    drawn.remove();
  }`;

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
      async handler(html, { bundle, path: page }) {
        if (page !== '/index.html') return html;
        const recordings = JSON.parse(readFileSync(path.join(root, 'public', 'recordings', `${task}.json`), 'utf8'));
        const { views, choose, keep, codes } = await renderComponents(
          async (render, load) => {
            const { Language, languages } = await load('/src/languages/language.svelte.ts');
            const { preferred } = await load('/src/languages/preferred.ts');
            const { recall } = await load('/src/state/remember.ts');
            const { keepInMindScript } = await load('/src/lab/meanwhile.ts');
            const codes = languages.map((/** @type {{ code: string }} */ { code }) => code);
            /** @type {Map<string, string>} */
            const views = new Map();
            for (const code of codes) {
              const language = new Language();
              await language.speak(code);
              const { body } = await render('/src/lab/App.svelte', { language, recordings });
              views.set(code, slim(body));
            }
            const choose = `(${preferred})((${recall})('language'), navigator.languages, ${JSON.stringify(codes)})`;
            return { views, codes, choose, keep: keepInMindScript() };
          },
          { emitCss: true, define: config.define },
        );
        const files = Object.fromEntries(
          codes.map((/** @type {string} */ code) => [code, scriptOf(bundle ?? {}, `/src/languages/${code}.ts`)]),
        );
        const { en, ...others } = Object.fromEntries(views);
        const templates = Object.entries(others).map(([code, view]) => `<template lang="${code}">${view}</template>`);
        return inlineStyles(html, bundle ?? {})
          .replace(
            '</head>',
            () => `<script>document.documentElement.lang = ${choose};${askFor(files)}</script>${hideWrongLanguage}</head>`,
          )
          .replace(
            '<div id="app"></div>',
            () => `<div id="app" data-drawn="en">${en}</div>${templates.join('')}<script>${putIn}\n${keep}</script>`,
          );
      },
    },
  });
}

/**
 * The comments are there to wake the HTML up in place, which the page does not do; a hundredth of a pixel is fine enough.
 * @param {string} body
 */
function slim(body) {
  const rounded = (/** @type {string} */ tag) => tag.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
  // What is read keeps its digits, and so does where a link leads.
  return body.replace(/<!--.*?-->/g, '').replace(/<(?!a )[^>]*>/g, rounded);
}

/**
 * Asks for the words of the language that is wanted along with the page's scripts, not behind them.
 * @param {Record<string, string>} files by language
 */
const askFor = (files) =>
  `document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: './' + ${JSON.stringify(files)}[document.documentElement.lang] }))`;

/**
 * The script that the build has made of a module.
 * @param {import('vite').Rollup.OutputBundle} bundle
 * @param {string} end of the module's path
 */
function scriptOf(bundle, end) {
  const chunk = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(end));
  if (!chunk) throw new Error(`The build has no script of its own for ${end}.`);
  return chunk.fileName;
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
