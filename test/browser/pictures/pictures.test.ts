import { flushSync, mount, unmount, type Component } from 'svelte';
import { page } from 'vitest/browser';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import Patterns from '../../../src/lab/Patterns.svelte';
import '../../../src/styles/tokens.css';
import '../../../src/styles/base.css';
import '../../../src/styles/charts.css';
import { drawings, type Drawing } from './drawings.ts';
import { htmlFile, svgFile } from './markup.ts';

/*
 * What is compared is the picture's own markup with its styles worked out, not pixels: fonts and the smoothing of edges differ between machines,
 * the marks, scales, labels and colours do not. Text is never measured by our pictures, so that no font moves a mark. A snapshot is a file that
 * draws itself, so that a change can be read and looked at; `npm run pictures` writes them anew.
 */

/** Every component of src/pictures that draws a picture, by its path there. */
const components = Object.keys(import.meta.glob('/src/pictures/*/*.svelte'))
  .map((path) => path.replace('/src/pictures/', '').replace('.svelte', ''))
  .filter((path) => !path.startsWith('kit/'));

const drawn: Record<string, unknown>[] = [];

/** Draws a picture in a column of some width, and gives what it has drawn. */
async function draw({ component, props, takesWidth }: Drawing, width: number): Promise<Element> {
  const target = document.createElement('div');
  target.style.width = `${width}px`;
  document.body.append(target);
  drawn.push(mount(component as Component, { target, props: takesWidth ? { ...props, width } : props }));
  flushSync();
  // A figure is told how wide it is when the browser lays the page out; a busy machine takes its time for that.
  return vi.waitFor(
    () => {
      const picture = target.querySelector('svg.chart') ?? target.querySelector(':scope > :not(figure, div:empty)');
      if (!picture) throw new Error('Nothing is drawn yet.');
      return picture;
    },
    { timeout: 60_000 },
  );
}

const fileOf = ({ name, kind }: Drawing, width: number): string => `${name}-${width}.${kind}`;

beforeAll(async () => {
  await page.viewport(1440, 900);
  mount(Patterns, { target: document.body });
});

afterEach(async () => {
  for (const picture of drawn.splice(0)) await unmount(picture);
});

describe('the picture, from fixed data,', () => {
  for (const drawing of drawings) {
    for (const width of drawing.widths) {
      it(`has the marks, scales, labels and colours of its snapshot: ${drawing.name}, ${width} px wide`, async () => {
        const picture = await draw(drawing, width);
        const text = picture instanceof SVGSVGElement ? svgFile(picture) : htmlFile(picture);
        await expect(text).toMatchFileSnapshot(`snapshots/${fileOf(drawing, width)}`);
      });
    }
  }
});

describe('the snapshots', () => {
  const files = Object.keys(import.meta.glob('./snapshots/*')).map((path) => path.replace('./snapshots/', ''));
  const expected = drawings.flatMap((drawing) => drawing.widths.map((width) => fileOf(drawing, width)));

  it('are of every picture there is', () => {
    expect(new Set(drawings.map(({ path }) => path))).toEqual(new Set(components));
  });

  it('are of no picture that there is no more', () => {
    expect(files.filter((file) => !expected.includes(file))).toEqual([]);
  });

  it('are all on one sheet', async () => {
    const sheet = drawings.flatMap((drawing) => [
      `## ${drawing.name}`,
      `\`src/pictures/${drawing.path}.svelte\``,
      ...drawing.widths.map((width) => {
        const link = `[${drawing.name}, ${width} pixels wide](../test/browser/pictures/snapshots/${fileOf(drawing, width)})`;
        return drawing.kind === 'svg' ? `!${link}` : link;
      }),
    ]);
    const about =
      'Every picture of the page as its test holds it, drawn from made-up numbers. `npm run pictures` draws all of them anew, and this sheet.';
    await expect(`${['# Pictures', about, ...sheet].join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/PICTURES.md');
  });
});
