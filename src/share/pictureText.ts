/** What a saved picture says of itself, in the words of the page. */
import { words } from '../languages/words.ts';
import type { PictureSource } from '../pictures/kit/source.ts';
import { taskName } from '../runs/groups.ts';
import { trainCommands } from './trainCommand.ts';

/** What stands around a saved picture. */
export interface PictureText {
  /** What is drawn, of which run, and on which task. */
  title: string;
  /** Over the picture, as on the page; '' where nothing stands there. */
  heading: string;
  /** Below it, a paragraph each. */
  notes: readonly string[];
  /** What makes the numbers again; none where no command does. */
  commands: readonly string[];
  /** Where the page shows it. */
  address: string;
}

/** What the page says of a figure. */
export interface FigureText {
  /** What its table is of. */
  name: string;
  title: string | undefined;
  caption: string;
  source: PictureSource | undefined;
}

const closed = (note: string): string => (/[.。!?！？]$/.test(note) ? note : note + words().share.picture.stop);

/** @param address of the page as it stands */
export function pictureText({ name, title = '', caption, source }: FigureText, address: string): PictureText {
  const { runs = [], task, command, reading = '' } = source ?? {};
  const tasks = new Set([task ?? [], runs.map(({ options }) => options.task)].flat());
  const commands = [command || [], ...runs.map(({ options, recording }) => recording?.command ?? trainCommands(options))].flat();
  return {
    title: [name.charAt(0).toLocaleUpperCase() + name.slice(1), ...[...tasks].map(taskName)].join(' · '),
    heading: name.includes(title) ? '' : title,
    notes: [reading, caption].filter(Boolean).map(closed),
    commands: [...new Set(commands)],
    address: words().share.picture.from(address),
  };
}
