import { methods, taskLabels } from '../../workers/protocol.ts';
import { heardInEnglish } from './heardInEnglish.ts';
import { seldomHeard, words } from './words.ts';

interface Pattern {
  /** What a language makes of the template. */
  said: string;
  names: string[];
  matches: RegExp;
}

const placeholder = /\{(\w+)\}/g;

function patternOf([template, said]: [string, string]): Pattern {
  const literal = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names = [...template.matchAll(placeholder)].map(([, name]) => name);
  return { said, names, matches: new RegExp(`^${literal.join('(.+?)')}$`, 's') };
}

const made = new WeakMap<object, Pattern[]>();

/** @param heard what a language makes of the templates, in their order */
function patternsOf(heard: Readonly<Record<string, string>>): Pattern[] {
  let patterns = made.get(heard);
  if (!patterns) made.set(heard, (patterns = Object.entries(heard).map(patternOf)));
  return patterns;
}

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

function partsOf(sentence: string, patterns: readonly Pattern[]): HeardPart[] | null {
  const name = nameOf(sentence);
  if (name !== null) return [{ text: name, isEnglish: false }];
  const found = patterns.find(({ matches }) => matches.test(sentence));
  if (!found) return null;
  const given = found.matches.exec(sentence)?.slice(1) ?? [];
  return found.said.split(/(\{\w+\})/).flatMap((part) => {
    const place = found.names.indexOf(part.slice(1, -1));
    if (!part.startsWith('{') || place < 0) return part === '' ? [] : [{ text: part, isEnglish: false }];
    return partsOf(given[place], patterns) ?? asItIs(given[place]);
  });
}

const asItIs = (sentence: string): HeardPart[] => [{ text: sentence, isEnglish: looksLikeProse(sentence) }];

/** An English sentence that the page did not write itself, in the words of the page's language; nothing while those are loaded. */
export function heardParts(sentence: string): HeardPart[] {
  const { heard } = words();
  if (heard === heardInEnglish) return [{ text: sentence, isEnglish: false }];
  const often = patternsOf(heard);
  const known = partsOf(sentence, often);
  if (known) return known;
  const seldom = seldomHeard();
  if (seldom instanceof Promise) return [];
  return (seldom && partsOf(sentence, [...often, ...patternsOf(seldom)])) ?? asItIs(sentence);
}

/** The same as text, for where nothing can be marked; in English while it is loaded. */
export function heard(sentence: string): string {
  const parts = heardParts(sentence);
  return parts.length === 0 ? sentence : parts.map(({ text }) => text).join('');
}
