import { createRequire } from 'node:module';

/** Versions that can change a run's numbers, for run.json. */
export function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const of = (manifest: string): string => (require(manifest) as { version: string }).version;
  return {
    'second-thoughts': of('../package.json'),
    '@tensorflow/tfjs-core': of('@tensorflow/tfjs-core/package.json'),
    '@tensorflow/tfjs-backend-wasm': of('@tensorflow/tfjs-backend-wasm/package.json'),
    'quickjs-wasi': of('quickjs-wasi/package.json'),
    node: process.versions.node,
    v8: process.versions.v8,
  };
}
