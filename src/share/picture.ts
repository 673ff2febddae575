/** A picture of the page as a file of its own: SVG with its styles written out and what the page says of it around it; or the same as PNG. */
import { words } from '../languages/words.ts';
import type { PictureText } from './pictureText.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/** The properties that say how our pictures look; all others keep their initial values. */
const drawnProperties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'display',
  'visibility',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant-numeric',
  'letter-spacing',
  'text-anchor',
  'dominant-baseline',
  'clip-path',
  'marker-end',
] as const;

/** Around the picture, and room for texts of it that reach over its edges. */
const margin = 16;
/** What is said of a picture has this much room at least, however narrow it is. */
const narrowest = 360;
/** Between paragraphs. */
const gap = 6;

/** Type that a picture's texts are set in. */
interface Type {
  size: number;
  weight: '400' | '600';
  family: string;
  colour: string;
  lineHeight: number;
}

/** A text where it may break: before a word, and between two characters of Chinese that no punctuation joins. */
const pieces = (text: string): string[] =>
  text.match(/[\u2e80-\u9fff][\u3001\u3002\u300b\u300d\u201d\uff00-\uff1f]*|[^\s\u2e80-\u9fff]+|\s+/g) ?? [];

/** Lines that fit; what fits no line by itself is broken anywhere. */
export function wrapped(text: string, fits: (line: string) => boolean): string[] {
  const lines = [''];
  const isOnLine = (piece: string): boolean => {
    const line = lines[lines.length - 1] + piece;
    if (!fits(line.trimEnd())) return false;
    lines[lines.length - 1] = line;
    return true;
  };
  for (const piece of pieces(text)) {
    const isSpace = piece.trim() === '';
    if (isOnLine(isSpace ? ' ' : piece) || isSpace) continue;
    if (lines.at(-1) !== '') lines.push('');
    if (!isOnLine(piece)) for (const character of piece) if (!isOnLine(character)) lines.push(character);
  }
  return lines.map((line) => line.trim()).filter(Boolean);
}

function writeOutStyles(from: Element, to: Element): void {
  const computed = getComputedStyle(from);
  to.removeAttribute('style');
  to.removeAttribute('class');
  for (const property of drawnProperties) {
    const value = computed.getPropertyValue(property);
    if (value) to.setAttribute(property, value);
  }
  const copies = [...to.children];
  [...from.children].forEach((child, index) => writeOutStyles(child, copies[index]));
}

/** Patterns and clips that the picture names and that stand elsewhere in the page. */
function takeReferences(copy: SVGElement): void {
  const defs = document.createElementNS(svgNamespace, 'defs');
  const named = new Set(new XMLSerializer().serializeToString(copy).match(/url\((?:&quot;|["'])?#[^)"'&]+/g) ?? []);
  for (const reference of named) {
    const id = reference.slice(reference.indexOf('#') + 1);
    const original = document.getElementById(id);
    if (!original || copy.querySelector(`[id="${id}"]`)) continue;
    const taken = original.cloneNode(true) as Element;
    writeOutStyles(original, taken);
    defs.append(taken);
  }
  if (defs.childElementCount > 0) copy.prepend(defs);
}

/** @returns whether a line of this type is at most so wide */
function measure({ size, weight, family }: Type, width: number): (line: string) => boolean {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${weight} ${size}px ${family}`;
  // Where nothing can be measured, letters are taken to be wide.
  return (line) => (context?.measureText(line).width ?? line.length * size) <= width;
}

/**
 * An SVG of the page as a document that stands alone: colours and fonts written out, its title above, and below what it shows, the commands
 * that make it again and its address; the same as <title> and <desc>. It lies on the ground that it has in the page.
 */
export function standaloneSvg(
  svg: SVGSVGElement,
  { title, heading, notes, commands, address }: PictureText,
): { text: string; width: number; height: number } {
  const page = getComputedStyle(svg);
  const colourOf = (name: string): string => page.getPropertyValue(name).trim();
  const copy = svg.cloneNode(true) as SVGSVGElement;
  writeOutStyles(svg, copy);
  takeReferences(copy);
  const inner = Math.max(svg.clientWidth, narrowest);
  const width = inner + 2 * margin;

  const root = document.createElementNS(svgNamespace, 'svg');
  const add = (name: string, attributes: Record<string, string | number>, text = ''): void => {
    const element = document.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    element.textContent = text;
    root.append(element);
  };
  const ground = document.createElementNS(svgNamespace, 'rect');
  add('title', {}, title);
  add('desc', {}, [svg.getAttribute('aria-label') ?? '', ...notes, ...commands, address].filter(Boolean).join('\n'));
  root.append(ground);

  const plain: Type = { size: 12, weight: '400', family: page.fontFamily, colour: page.color, lineHeight: 16 };
  const soft = { ...plain, colour: colourOf('--soft') || page.color };
  const code = { ...soft, size: 11, family: colourOf('--mono') || 'monospace' };
  let y = margin;
  const write = (text: string, type: Type): void => {
    for (const line of wrapped(text, measure(type, inner))) {
      y += type.lineHeight;
      const { size, weight, family, colour } = type;
      const style = { fill: colour, 'font-size': size, 'font-weight': weight, 'font-family': family };
      add('text', { x: margin, y: y - 0.25 * type.lineHeight, ...style }, line);
    }
  };
  write(title, { ...plain, size: 14, weight: '600', colour: colourOf('--ink') || page.color, lineHeight: 19 });
  write(heading, soft);
  y += gap;
  copy.setAttribute('x', String(margin));
  copy.setAttribute('y', String(y));
  copy.setAttribute('overflow', 'visible');
  root.append(copy);
  y += svg.clientHeight + gap;
  for (const note of notes) {
    y += gap;
    write(note, plain);
  }
  if (commands.length > 0) {
    y += gap;
    write(words().share.picture.again, soft);
  }
  for (const command of commands) write(command, code);
  y += gap;
  write(address, soft);
  const height = y + margin;

  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) root.setAttribute(name, String(value));
  for (const [name, value] of Object.entries({ width, height, fill: colourOf('--paper') || 'white' }))
    ground.setAttribute(name, String(value));
  return { text: new XMLSerializer().serializeToString(root), width, height };
}

/** The same as PNG, twice as many pixels each way. @throws with a sentence if the browser cannot draw it */
export async function pngOf({ text, width, height }: ReturnType<typeof standaloneSvg>, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('This browser cannot make a PNG of the picture. Save it as SVG.');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}
