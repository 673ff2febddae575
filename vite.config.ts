import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: dist/ works from any sub-path of any static host.
  base: './',
  plugins: [svelte()],
  // What runs and tests write is no source: the page must not reload over it.
  server: { watch: { ignored: ['**/runs/**', '**/test-results/**'] } },
  build: { target: 'esnext' },
  // A worker that loads code on demand must be an ES module.
  worker: { format: 'es' },
});
