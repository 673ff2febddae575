import { words } from '../languages/words.ts';
import type { Story } from './story.svelte.ts';

export interface Key {
  key: string;
  action: string;
  act: () => void;
}

/** What the keys of the story do; Escape, which closes it, is heard by the story itself. */
export const storyKeys = (story: Story): Key[] => {
  const { keys } = words().story;
  return [
    { key: 's', action: keys.toggle, act: () => story.toggle() },
    { key: 'n', action: keys.next, act: () => story.next() },
    { key: 'p', action: keys.previous, act: () => story.previous() },
  ];
};
