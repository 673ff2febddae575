import { plainName, saveFile } from './openRun.ts';
import { pngOf, standaloneSvg } from './picture.ts';
import { pictureText, type FigureText } from './pictureText.ts';

/**
 * Saves the picture of a figure as a file that is named after it.
 * @throws with a sentence if the browser cannot draw it
 */
export async function savePicture(svg: SVGSVGElement, kind: 'svg' | 'png', figure: FigureText): Promise<void> {
  const name = plainName(figure.name);
  const picture = standaloneSvg(svg, pictureText(figure, location.href));
  if (kind === 'svg') saveFile(`${name}.svg`, picture.text, 'image/svg+xml');
  else saveFile(`${name}.png`, await pngOf(picture), 'image/png');
}
