import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EachFrame } from '../../src/state/eachFrame.ts';

let frame: (() => void) | null;
const drawFrame = (): void => {
  const drawn = frame;
  frame = null;
  drawn?.();
};

beforeEach(() => {
  vi.useFakeTimers();
  frame = null;
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    frame = draw;
    return 1;
  });
  vi.stubGlobal('cancelAnimationFrame', () => (frame = null));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('hands on what arrived at the next frame, in order, and each once', () => {
  const taken: number[] = [];
  const events = new EachFrame<number>((event) => taken.push(event));
  events.add(1);
  events.add(2);
  expect(taken).toEqual([]);
  drawFrame();
  expect(taken).toEqual([1, 2]);
  vi.runAllTimers();
  events.add(3);
  drawFrame();
  expect(taken).toEqual([1, 2, 3]);
});

it('does not wait for the frames of a tab that draws none', () => {
  const taken: number[] = [];
  const events = new EachFrame<number>((event) => taken.push(event));
  events.add(1);
  vi.runAllTimers();
  expect(taken).toEqual([1]);
  expect(frame).toBeNull();
});

it('hands on at once when asked to, and then not again', () => {
  const taken: number[] = [];
  const events = new EachFrame<number>((event) => {
    taken.push(event);
    // What is said while something is taken waits for its own frame.
    if (event === 1) events.add(10);
  });
  events.add(1);
  events.flush();
  expect(taken).toEqual([1]);
  drawFrame();
  vi.runAllTimers();
  expect(taken).toEqual([1, 10]);
});
