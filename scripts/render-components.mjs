/** The page's components, rendered to HTML without a page: for the report's figures and for the first view that the build draws. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';
import { root } from './setup.mjs';

/** @typedef {{ head: string, body: string }} Rendered */
/** @typedef {(path: string, props: Record<string, unknown>) => Promise<Rendered>} Render path: from the project's root, with a slash before it */

/**
 * Vite compiles the components for a server; nothing listens and nothing is watched. They speak English until another language is chosen.
 * @template T
 * @param {(render: Render, load: (path: string) => Promise<Record<string, any>>) => Promise<T>} work load: a module, as the components see it
 * @param {{ emitCss: boolean, define?: Record<string, unknown> }} options emitCss: false puts a component's styles into its head
 * @returns {Promise<T>}
 */
export async function renderComponents(work, { emitCss, define }) {
  const server = await createServer({
    root,
    configFile: false,
    mode: 'production',
    plugins: [svelte({ emitCss, compilerOptions: { dev: false } })],
    define,
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, ws: false, hmr: false, watch: null },
    logLevel: 'error',
  });
  try {
    const { render } = await server.ssrLoadModule('svelte/server');
    await server.ssrLoadModule('/src/languages/english.ts');
    return await work(
      async (path, props) => {
        const { default: component } = await server.ssrLoadModule(path);
        const { head, body } = render(component, { props });
        return { head, body };
      },
      (path) => server.ssrLoadModule(path),
    );
  } finally {
    await server.close();
  }
}
