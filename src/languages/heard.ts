import { methods, taskLabels } from '../../workers/protocol.ts';
import { heardInEnglish, type Heard } from './heardInEnglish.ts';
import { words } from './words.ts';

type Template = keyof Heard;

interface Pattern {
  template: Template;
  names: string[];
  matches: RegExp;
}

const placeholder = /\{(\w+)\}/g;

const patterns = (Object.keys(heardInEnglish) as Template[]).map((template): Pattern => {
  const literal = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names = [...template.matchAll(placeholder)].map(([, name]) => name);
  return { template, names, matches: new RegExp(`^${literal.join('(.+?)')}$`, 's') };
});

/** A piece of a sentence; what no language but English has words for is marked. */
export interface HeardPart {
  text: string;
  isEnglish: boolean;
}

/** Four words in a row: more than a name, a number or an option. */
const looksLikeProse = (text: string): boolean => /[a-z]{2,} [a-z]+ [a-z]+ [a-z]+/i.test(text);

/** What the workers' tables call a method or a task, and what the language does. */
function nameOf(sentence: string): string | null {
  const method = methods.find(({ name, short }) => name === sentence || short === sentence);
  if (method) return words().methods[method.id][method.short === sentence ? 'short' : 'name'];
  const task = taskLabels.find(({ name }) => name === sentence);
  return task ? words().tasks[task.id].name : null;
}

function partsOf(sentence: string, heard: Heard): HeardPart[] {
  const name = nameOf(sentence);
  if (name !== null) return [{ text: name, isEnglish: false }];
  const found = patterns.find(({ matches }) => matches.test(sentence));
  if (!found) return [{ text: sentence, isEnglish: looksLikeProse(sentence) }];
  const given = found.matches.exec(sentence)?.slice(1) ?? [];
  return heard[found.template].split(/(\{\w+\})/).flatMap((part) => {
    const place = found.names.indexOf(part.slice(1, -1));
    if (!part.startsWith('{') || place < 0) return part === '' ? [] : [{ text: part, isEnglish: false }];
    return partsOf(given[place], heard);
  });
}

/** An English sentence that the page did not write itself, in the words of the page's language. */
export function heardParts(sentence: string): HeardPart[] {
  const { heard } = words();
  return heard === heardInEnglish ? [{ text: sentence, isEnglish: false }] : partsOf(sentence, heard);
}

/** The same as text, for where nothing can be marked. */
export const heard = (sentence: string): string =>
  heardParts(sentence)
    .map(({ text }) => text)
    .join('');
