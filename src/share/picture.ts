/** A picture of the page as a file of its own: SVG with its styles written out, its caption and the command of its runs; or the same as PNG. */

export interface PictureText {
  title: string;
  caption: string;
  /** What made the numbers; '' where no command did. */
  command: string;
}

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

const lineHeight = 16;
const characterWidth = 6.6;
const padding = 8;

/** Words into lines of at most so many characters; a longer word has a line of its own. */
export function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= characters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
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

/**
 * An SVG of the page as a document that stands alone: colours and fonts written out, title, caption and command below the picture and as
 * <title> and <desc>, on the ground it has in the page.
 */
export function standaloneSvg(
  svg: SVGSVGElement,
  { title, caption, command }: PictureText,
): { text: string; width: number; height: number } {
  const { clientWidth: width, clientHeight: height } = svg;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  writeOutStyles(svg, copy);
  takeReferences(copy);
  const lines = [caption, command].flatMap((paragraph) => wrapped(paragraph, Math.floor((width - 2 * padding) / characterWidth)));
  const whole = height + padding + lines.length * lineHeight + padding;

  const page = getComputedStyle(svg);
  const root = document.createElementNS(svgNamespace, 'svg');
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(whole));
  root.setAttribute('viewBox', `0 0 ${width} ${whole}`);
  const add = (name: string, attributes: Record<string, string>, text = ''): void => {
    const element = document.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    root.append(element);
  };
  add('title', {}, title);
  add('desc', {}, [caption, command].filter((text) => text !== '').join(' '));
  add('rect', { width: '100%', height: '100%', fill: page.getPropertyValue('--paper').trim() || 'white' });
  root.append(copy);
  lines.forEach((line, index) => {
    const y = String(height + padding + (index + 0.8) * lineHeight);
    add('text', { x: String(padding), y, fill: page.color, 'font-family': page.fontFamily, 'font-size': '12' }, line);
  });
  return { text: new XMLSerializer().serializeToString(root), width, height: whole };
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
