import { expect, it } from 'vitest';

it('a test page is a secure context with a WebGPU adapter, real or software', async () => {
  expect(isSecureContext).toBe(true);
  expect(await navigator.gpu.requestAdapter()).not.toBeNull();
});
