import { afterEach, expect, it } from 'vitest';
import { pngOf, standaloneSvg, wrapped } from '../../src/share/picture.ts';

const text = { title: 'Accuracy', caption: 'n = 1,000; bars are 95% intervals & more', command: 'npm run lab -- train --task addition' };

/** A picture that is styled by the page, with a pattern that stands elsewhere in it. */
function drawn(): SVGSVGElement {
  document.body.innerHTML = `
    <style>:root { --gain: rgb(18, 94, 158); --paper: rgb(251, 250, 246) } .gain { fill: var(--gain); } .hatched { fill: url(#hatch) }</style>
    <svg width="0" height="0"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"><path class="gain" d="M0 0h2v4h-2z" /></pattern></defs></svg>
    <svg class="picture" width="300" height="120" viewBox="0 0 300 120"><rect class="gain" width="100" height="120" /><rect class="hatched" x="100" width="100" height="120" /></svg>`;
  const svg = document.querySelector<SVGSVGElement>('.picture');
  if (!svg) throw new Error('The test has no picture.');
  return svg;
}

const parsed = (source: string): Document => new DOMParser().parseFromString(source, 'image/svg+xml');

afterEach(() => (document.body.innerHTML = ''));

it('is a document of its own, with its caption and command, and nothing of the page’s styles left to look up', () => {
  const { text: source } = standaloneSvg(drawn(), text);
  const file = parsed(source);
  expect(file.querySelector('parsererror')).toBeNull();
  expect(source).not.toMatch(/var\(|class=/);
  expect(file.querySelector('title')?.textContent).toBe(text.title);
  expect(file.querySelector('desc')?.textContent).toBe(`${text.caption} ${text.command}`);
  const visible = [...file.querySelectorAll('text')].map((line) => line.textContent).join(' ');
  expect(visible).toBe(`${text.caption} ${text.command}`);
  expect(file.querySelector('rect.gain, svg svg rect')?.getAttribute('fill')).toBe('rgb(18, 94, 158)');
  expect(file.querySelector('pattern path')?.getAttribute('fill')).toBe('rgb(18, 94, 158)');
});

it('has the picture in its own size, and the caption below it', () => {
  const { text: source, width, height } = standaloneSvg(drawn(), text);
  const root = parsed(source).documentElement;
  expect([width, root.getAttribute('width')]).toEqual([300, '300']);
  expect(parsed(source).querySelector('svg svg')?.getAttribute('height')).toBe('120');
  expect(height).toBeGreaterThan(120 + 2 * 16);
  expect(root.getAttribute('viewBox')).toBe(`0 0 300 ${height}`);
});

it('draws the same colours outside the page, at twice the pixels', async () => {
  const svg = standaloneSvg(drawn(), text);
  const bitmap = await createImageBitmap(await pngOf(svg));
  expect([bitmap.width, bitmap.height]).toEqual([600, 2 * svg.height]);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const pixel = (x: number, y: number): number[] => [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
  expect(pixel(50, 100)).toEqual([18, 94, 158]);
  expect(pixel(202, 100)).toEqual([18, 94, 158]);
  expect(pixel(206, 100)).toEqual([251, 250, 246]);
  expect(pixel(500, 100)).toEqual([251, 250, 246]);
});

it('breaks a caption between words', () => {
  expect(wrapped('one two  three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('immeasurable', 4)).toEqual(['immeasurable']);
  expect(wrapped('', 10)).toEqual([]);
});
