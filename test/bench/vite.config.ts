/** The page of the bench. It is built apart from the product, and so are the peers that only it loads. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const peers = ['@genai-fi/nanogpt', 'onnxruntime-web/webgpu', 'onnxruntime-web/wasm'];

/** A peer that is not installed becomes a module that says so when it is loaded. */
function absentPeers(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  const isInstalled = (name: string): boolean => {
    try {
      return Boolean(resolve(name));
    } catch {
      return false;
    }
  };
  return {
    name: 'absent-peers',
    enforce: 'pre',
    resolveId: (id) => (peers.includes(id) && !isInstalled(id) ? `\0absent:${id}` : null),
    load: (id) =>
      id.startsWith('\0absent:')
        ? `throw new Error(${JSON.stringify(`${id.slice('\0absent:'.length)} is not installed: run npm ci in test/bench.`)});`
        : null,
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('page', import.meta.url)),
  base: './',
  plugins: [absentPeers()],
  build: {
    target: 'esnext',
    outDir: fileURLToPath(new URL('../../runs/bench-page', import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 8000,
    rolldownOptions: { input: ['index.html', 'nanogpt.html'].map((file) => fileURLToPath(new URL(`page/${file}`, import.meta.url))) },
  },
  worker: { format: 'es' },
});
