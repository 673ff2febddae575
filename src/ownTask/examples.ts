/** The tasks that somebody's own can be made of, in `public/tasks`. */
import { fetchBeside } from '../state/shipped.ts';
import { words, type Words } from '../languages/words.ts';

export type Example = keyof Words['ownTask']['examples'];

/** The text of an example, its opening comments in the page's language; null if it cannot be had. */
export async function fetchExample(example: Example): Promise<string | null> {
  const response = await fetchBeside(`tasks/${example}.js`).catch(() => null);
  return response && opened(await response.text(), words().ownTask.examples[example]);
}

/** Says the name and the reason in the first two lines, both comments, in these words. */
export const opened = (text: string, { name, why }: { name: string; why: string }): string =>
  [`// ${name}`, `// ${why}`, ...text.split('\n').slice(2)].join('\n');
