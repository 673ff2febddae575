import { register } from 'node:module';
import { afterAll, beforeAll, expect, vi } from 'vitest';

/** Every thread that runs pipes its output into the process's, and listens there for errors. */
const threads = (): number => process.stderr.listenerCount('error');

// The thread of hooks for modules, which Vite starts where it renders components, stays as long as the process: from here on it is there.
if (threads() === 0) register(new URL('data:text/javascript,'));

let before: number;
beforeAll(() => void (before = threads()));

// Test files share a process: a sandbox that one leaves open would still be there in the next, and after some ten of them Node warns.
afterAll(() => vi.waitFor(() => expect(threads(), 'threads that this file leaves running').toBe(before), 10_000));
