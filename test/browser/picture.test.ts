import { afterEach, expect, it } from 'vitest';
import '../../src/languages/english.ts';
import { pngOf, standaloneSvg, wrapped } from '../../src/share/picture.ts';

const text = {
  title: 'SCoRe, accuracy · Addition',
  heading: 'Right answers, %',
  notes: ['Dashed: first answer.', 'n = 1,000; bars are 95% intervals & more.'],
  commands: ['npm run lab -- train --task addition --method score'],
  address: 'Opens again at http://localhost/#v=2',
};
const below = [...text.notes, 'Made again in the folder of this project by:', ...text.commands, text.address];

/** A picture that is styled by the page, with a pattern that stands elsewhere in it. */
function drawn(): SVGSVGElement {
  document.body.innerHTML = `
    <style>:root { --gain: rgb(18, 94, 158); --paper: rgb(251, 250, 246) } .gain { fill: var(--gain); } .hatched { fill: url(#hatch) }</style>
    <svg width="0" height="0"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"><path class="gain" d="M0 0h2v4h-2z" /></pattern></defs></svg>
    <svg class="picture" aria-label="SCoRe: 80% right" width="400" height="120" viewBox="0 0 400 120"><rect class="gain" width="100" height="120" /><rect class="hatched" x="100" width="100" height="120" /></svg>`;
  const svg = document.querySelector<SVGSVGElement>('.picture');
  if (!svg) throw new Error('The test has no picture.');
  return svg;
}

const parsed = (source: string): Document => new DOMParser().parseFromString(source, 'image/svg+xml');

/** Where the picture lies in its file. */
function placed(source: string): { x: number; y: number } {
  const copy = parsed(source).querySelector('svg svg');
  return { x: Number(copy?.getAttribute('x')), y: Number(copy?.getAttribute('y')) };
}

afterEach(() => (document.body.innerHTML = ''));

it('is a document of its own, with all that is said of it, and nothing of the page’s styles left to look up', () => {
  const { text: source } = standaloneSvg(drawn(), text);
  const file = parsed(source);
  expect(file.querySelector('parsererror')).toBeNull();
  expect(source).not.toMatch(/var\(|class=/);
  expect(file.querySelector('title')?.textContent).toBe(text.title);
  expect(file.querySelector('desc')?.textContent?.split('\n')).toEqual(['SCoRe: 80% right', ...text.notes, ...text.commands, text.address]);
  expect(file.querySelector('rect.gain, svg svg rect')?.getAttribute('fill')).toBe('rgb(18, 94, 158)');
  expect(file.querySelector('pattern path')?.getAttribute('fill')).toBe('rgb(18, 94, 158)');
});

it('shows its title and heading above the picture, and below it what lines mean, its caption, command and address', () => {
  const { text: source, height } = standaloneSvg(drawn(), text);
  const { y } = placed(source);
  const lines = [...parsed(source).querySelectorAll('text')].map((line) => ({ y: Number(line.getAttribute('y')), said: line.textContent }));
  const said = (are: (at: number) => boolean) => lines.filter((line) => are(line.y)).map((line) => line.said);
  expect(said((at) => at <= y)).toEqual([text.title, text.heading]);
  expect(said((at) => at > y + 120 && at < height).join(' ')).toBe(below.join(' '));
  const tops = lines.map((line) => line.y);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
});

it('has the picture in its own size, with room on every side for texts that reach over its edges', () => {
  const { text: source, width, height } = standaloneSvg(drawn(), text);
  const root = parsed(source).documentElement;
  const copy = parsed(source).querySelector('svg svg');
  expect(copy?.getAttribute('height')).toBe('120');
  expect(copy?.getAttribute('overflow')).toBe('visible');
  const { x } = placed(source);
  expect(x).toBeGreaterThanOrEqual(12);
  expect(width).toBe(400 + 2 * x);
  expect(root.getAttribute('viewBox')).toBe(`0 0 ${width} ${height}`);
});

it('draws the same colours outside the page, at twice the pixels', async () => {
  const svg = standaloneSvg(drawn(), text);
  const bitmap = await createImageBitmap(await pngOf(svg));
  expect([bitmap.width, bitmap.height]).toEqual([2 * svg.width, Math.ceil(2 * svg.height)]);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context?.drawImage(bitmap, 0, 0);
  const { x: left, y: top } = placed(svg.text);
  const pixel = (x: number, y: number): number[] =>
    [...(context?.getImageData(2 * (left + x), 2 * (top + y), 1, 1).data ?? [])].slice(0, 3);
  expect(pixel(25, 50)).toEqual([18, 94, 158]);
  expect(pixel(101, 50)).toEqual([18, 94, 158]);
  expect(pixel(103, 50)).toEqual([251, 250, 246]);
  expect(pixel(250, 50)).toEqual([251, 250, 246]);
});

it('breaks what is said of it between words, a long word anywhere, and Chinese between characters', () => {
  const upTo = (characters: number) => (line: string) => line.length <= characters;
  expect(wrapped('one two  three', upTo(7))).toEqual(['one two', 'three']);
  expect(wrapped('at http://localhost/', upTo(8))).toEqual(['at', 'http://l', 'ocalhost', '/']);
  expect(wrapped('虚线：第一次回答。', upTo(4))).toEqual(['虚线：第', '一次回', '答。']);
  expect(wrapped('', upTo(10))).toEqual([]);
});
