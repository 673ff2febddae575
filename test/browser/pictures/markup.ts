/** A drawn picture as text that says what is seen: every mark with its place, its size and its colours, and nothing of fonts. */

/** How a mark of an SVG looks, with the value that it has where no style says anything, and whether children inherit it. */
const svgProperties: [name: string, initial: string, inherited: boolean][] = [
  ['fill', 'rgb(0, 0, 0)', true],
  ['fill-opacity', '1', true],
  ['stroke', 'none', true],
  ['stroke-width', '1px', true],
  ['stroke-opacity', '1', true],
  ['stroke-dasharray', 'none', true],
  ['stroke-linecap', 'butt', true],
  ['stroke-linejoin', 'miter', true],
  ['paint-order', 'normal', true],
  ['visibility', 'visible', true],
  ['font-size', '16px', true],
  ['font-weight', '400', true],
  ['text-anchor', 'start', true],
  ['dominant-baseline', 'auto', true],
  ['opacity', '1', false],
  ['vector-effect', 'none', false],
  ['display', 'inline', false],
];

/** The same of the tables among the pictures. */
const htmlProperties: typeof svgProperties = [
  ['color', '', true],
  ['background-color', 'rgba(0, 0, 0, 0)', false],
  ['border-bottom-color', '', false],
  ['border-bottom-style', 'none', false],
  ['border-bottom-width', '0px', false],
  ['opacity', '1', false],
];

const isSvg = (element: Element): boolean => element.namespaceURI === 'http://www.w3.org/2000/svg';

/** A hundredth of a pixel is fine enough; the last bits of a number are the machine's. */
const rounded = (text: string): string =>
  text.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2)) + 0));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What the element's styles say that its parent's do not say already. */
function looksOf(element: Element): [string, string][] {
  const own = getComputedStyle(element);
  const parent = element.parentElement && getComputedStyle(element.parentElement);
  const isRoot = element.tagName === 'svg';
  return (isSvg(element) ? svgProperties : htmlProperties).flatMap(([name, initial, inherited]) => {
    const value = own.getPropertyValue(name);
    if (name.startsWith('border') && own.getPropertyValue('border-bottom-style') === 'none') return [];
    if (name === 'display' && value !== 'none') return [];
    const expected = inherited && !isRoot ? parent?.getPropertyValue(name) : initial;
    return value === expected ? [] : [[name, value.replace('url("#', 'url(#').replace('")', ')')]];
  });
}

function markupOf(element: Element, depth: number): string {
  const indent = '  '.repeat(depth);
  const looks = looksOf(element);
  const said = new Set(looks.map(([name]) => name));
  // Styles are written out, so that classes say nothing more.
  const attributes = [...element.attributes]
    .filter(({ name }) => name !== 'class' && name !== 'style' && !said.has(name))
    .map(({ name, value }): [string, string] => [name, value]);
  const style: [string, string][] = [['style', looks.map(([name, value]) => `${name}: ${value}`).join('; ')]];
  const written = [...attributes, ...(isSvg(element) ? looks : looks.length > 0 ? style : [])];
  const words = written.map(([name, value]) => ` ${name}="${escaped(rounded(value))}"`);
  const open = `${indent}<${element.tagName.toLowerCase()}${words.join('')}`;
  const parts = [...element.childNodes].flatMap((child) => {
    if (child instanceof Element) return [markupOf(child, depth + 1)];
    const text = (child.textContent ?? '').replace(/\s+/g, ' ').trim();
    return child.nodeType === Node.TEXT_NODE && text ? [text] : [];
  });
  if (parts.length === 0) return `${open}/>`;
  const isText = parts.every((part) => !part.startsWith(' '));
  if (isText) return `${open}>${escaped(parts.join(' '))}</${element.tagName.toLowerCase()}>`;
  const lines = parts.map((part) => (part.trimStart().startsWith('<') ? part : `${indent}  ${escaped(part)}`));
  return `${open}>\n${lines.join('\n')}\n${indent}</${element.tagName.toLowerCase()}>`;
}

/** A picture's SVG as a file that stands alone, the patterns that it names among it. */
export function svgFile(svg: SVGSVGElement): string {
  const picture = markupOf(svg, 0);
  const named = [...new Set([...picture.matchAll(/url\(#([\w-]+)\)/g)].map(([, id]) => id))].sort();
  const patterns = named.map((id) => {
    const pattern = document.getElementById(id);
    if (!pattern) throw new Error(`A picture names #${id}, which the page does not have.`);
    return markupOf(pattern, 1);
  });
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper');
  const [root, ...rest] = picture.split('\n');
  return [
    root.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'),
    ...patterns,
    `  <rect width="100%" height="100%" fill="${paper}"/>`,
    ...rest,
    '',
  ].join('\n');
}

/** A picture that is a table or a line of text, as HTML. */
export const htmlFile = (element: Element): string => `${markupOf(element, 0)}\n`;
