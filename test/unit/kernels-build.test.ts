import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { buildKernels } from '../../scripts/build-kernels.mjs';

it('the committed module is what its sources compile to; if not, run `node scripts/build-kernels.mjs`', async () => {
  const committed = await readFile(new URL('../../workers/kernels/wasm/kernels.wasm.ts', import.meta.url), 'utf8');
  expect(await buildKernels()).toBe(committed);
});
