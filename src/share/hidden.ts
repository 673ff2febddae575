/** The part of the address behind the ?: what a lesson hides of the page, and whether the page stands in a frame. */

/** Parts of the page that can be hidden, from its top to its foot; src/styles/hidden.css says which elements they are. */
export const partNames = [
  'header',
  'story',
  'statement',
  'setup',
  'settings',
  'timeline',
  'problem',
  'rewards',
  'paid',
  'accuracy',
  'portrait',
  'transitions',
  'drift',
  'closer',
  'ask',
  'reader',
  'made',
  'sharing',
  'footer',
] as const;

export type PartName = (typeof partNames)[number];

export interface Hidden {
  parts: PartName[];
  /** Without header and footer, and with narrow margins: for a frame in another page. */
  embed: boolean;
  /** A sentence for every name that is no part of the page. */
  complaints: string[];
}

/** What the text behind the ? asks to hide: `?embed&hide=setup,reader`. */
export function readHidden(search: string): Hidden {
  const query = new URLSearchParams(search);
  const names = query.getAll('hide').flatMap((list) => list.split(',').map((name) => name.trim()));
  const asked = [...new Set(names)].filter((name) => name !== '');
  const isPart = (name: string): name is PartName => partNames.some((part) => part === name);
  const complaints = asked
    .filter((name) => !isPart(name))
    .map((name) => `In the address: hide has no part "${name}". Parts that can be hidden: ${partNames.join(', ')}.`);
  return { parts: asked.filter(isPart), embed: query.has('embed'), complaints };
}

/** The text behind the ?, with it; '' if nothing is hidden. */
export function writeHidden({ parts, embed }: Pick<Hidden, 'parts' | 'embed'>): string {
  const said = [...(embed ? ['embed'] : []), ...(parts.length > 0 ? [`hide=${parts.join(',')}`] : [])];
  return said.length > 0 ? `?${said.join('&')}` : '';
}

/** Whether there is a story to open: its keys have nothing to show where it is hidden. */
export const hasStory = ({ parts, embed }: Pick<Hidden, 'parts' | 'embed'>): boolean => !embed && !parts.includes('story');

/** Says on an element, the root of the page, what is hidden; the styles do the rest. */
export function markHidden({ dataset }: HTMLElement, { parts, embed }: Hidden): void {
  if (parts.length > 0) dataset.hide = parts.join(' ');
  if (embed) dataset.embed = '';
}
