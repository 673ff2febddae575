/** The study's pictures as SVG files that stand alone: the page's components, drawn without a page. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ComponentProps } from 'svelte';
import type Attempts from '../../src/pictures/attempts/Attempts.svelte';
import type Bars from '../../src/pictures/bars/Bars.svelte';
import type Causes from '../../src/pictures/causes/Causes.svelte';
import type CorrectionCourse from '../../src/pictures/correctionCourse/CorrectionCourse.svelte';
import type CorrectionRates from '../../src/pictures/correctionRates/CorrectionRates.svelte';
import type Curves from '../../src/pictures/curves/Curves.svelte';
import type EditDistances from '../../src/pictures/editDistances/EditDistances.svelte';
import type LevelTransitions from '../../src/pictures/levelTransitions/LevelTransitions.svelte';
import type Phase from '../../src/pictures/phase/Phase.svelte';
import type Voting from '../../src/pictures/voting/Voting.svelte';
import { renderComponents } from '../../scripts/render-components.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The components, by their path in src/pictures. */
interface Pictures {
  'attempts/Attempts': typeof Attempts;
  'bars/Bars': typeof Bars;
  'causes/Causes': typeof Causes;
  'correctionCourse/CorrectionCourse': typeof CorrectionCourse;
  'correctionRates/CorrectionRates': typeof CorrectionRates;
  'curves/Curves': typeof Curves;
  'editDistances/EditDistances': typeof EditDistances;
  'levelTransitions/LevelTransitions': typeof LevelTransitions;
  'phase/Phase': typeof Phase;
  'voting/Voting': typeof Voting;
}

/** A picture and what it draws. */
export type Drawing = {
  [Path in keyof Pictures]: { picture: Path; data: ComponentProps<Pictures[Path]>['data'] };
}[keyof Pictures];

/** Pixels: about the width of a page of text. */
const width = 720;

interface Rendered {
  head: string;
  body: string;
}

/** The light values of the page's custom properties, on white paper: what is printed. @throws if tokens.css says nothing of printing */
function printedTokens(css: string): Map<string, string> {
  const [screen, print] = [css.split('@media')[0], css.split('@media print')[1]];
  if (!print) throw new Error('src/styles/tokens.css has no block for print, whose colours the figures have.');
  const declarations = [screen, print].flatMap((block) => [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)]);
  return new Map(declarations.map(([, name, value]) => [name, value]));
}

/** @throws if the stylesheets use a property that tokens.css does not have */
function withoutProperties(css: string, tokens: ReadonlyMap<string, string>): string {
  return css.replace(/var\((--[\w-]+)\)/g, (_, name: string) => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`src/styles/tokens.css has no ${name}.`);
    return value;
  });
}

const styleOf = (head: string): string => [...head.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css).join('\n');

/** The first svg element of some HTML, without the comments that a page would wake it up by. */
function svgOf({ body }: Rendered): string {
  const [svg] = /<svg[\s\S]*<\/svg>/.exec(body) ?? [];
  if (!svg) throw new Error('A picture has drawn no svg element.');
  // A hundredth of a pixel is fine enough.
  return svg.replace(/<!--.*?-->/g, '').replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
}

/** Draws pictures, each a file of its own. @returns SVG documents in the order of the drawings */
export async function drawFigures(drawings: readonly Drawing[]): Promise<string[]> {
  const [tokens, charts] = await Promise.all(['tokens', 'charts'].map((name) => readFile(`${root}src/styles/${name}.css`, 'utf8')));
  const properties = printedTokens(tokens);
  return renderComponents(
    async (render) => {
      const patterns = await render('/src/lab/Patterns.svelte', {});
      const [definitions] = /<defs[\s\S]*<\/defs>/.exec(svgOf(patterns)) ?? [''];
      const documents: string[] = [];
      for (const { picture, data } of drawings) {
        const rendered = await render(`/src/pictures/${picture}.svelte`, { data, width });
        // On a page a chart is as wide as its column; a picture in a document has a width of its own.
        const rules = [charts, `.chart { width: ${width}px; }`, styleOf(patterns.head), styleOf(rendered.head)].join('\n');
        const css = withoutProperties(rules.replace(/\/\*[\s\S]*?\*\//g, ''), properties).replace(/\s+/g, ' ');
        const paper = '<rect width="100%" height="100%" fill="#ffffff"/>';
        const svg = svgOf(rendered)
          .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
          .replace('>', () => `>\n<style>${css.trim()}</style>\n${definitions}${paper}`);
        documents.push(`${svg}\n`);
      }
      return documents;
    },
    { emitCss: false },
  );
}
