/**
 * The negative control: numbers of people, to be known by heart. To check a number is to look it up again in the same weights, so the draft
 * tells a second look nothing, and an honest Δ stays at zero. Held-out problems are new wordings of questions about the same people.
 */
import { setDials } from './dials.ts';
import { levelOf } from './level.ts';
import { drawFor } from './split.ts';
import { quoted, refuse } from './typed.ts';
import type { Problem, Task, TaskDefinition, TaskLabel, Test } from './task.ts';
import { pcg4d } from '../model/random.ts';
import type { RandomSource } from '../model/random.ts';
import { spelled } from './spelled.ts';

const label: TaskLabel = {
  id: 'recall',
  name: 'Recall',
  family: 'control',
  whySecondLook:
    'It cannot help: to check a fact is to look it up again, in the same weights. What looks like a gain here is no correction.',
  dials: [
    { key: 'people', label: 'People', hint: 'Facts to know by heart.', min: 50, max: 250, step: 50, value: 250 },
    { key: 'digits', label: 'Digits', hint: 'Digits of a number.', min: 2, max: 6, step: 1, value: 4 },
  ],
  settings: { pool: 2048 },
};

/** A question takes one word of each row; the last row is its order. Every choice of words is as likely as any other. */
const openings = ['please', 'now', 'so', 'then'];
const verbs = ['tell', 'give', 'say', 'recall'];
const nouns = ['number', 'code', 'phone', 'line'];
const endings = ['?', '!', '.', '…'];
const wordings = [openings, verbs, nouns, endings];
const forenames = 'Ada Ben Cy Dot Eve Fay Gus Hal Ian Joy Kit Lou May Ned Oli Pam'.split(' ');
const surnames = 'Ames Bell Cole Dunn East Ford Gray Hill Ives Jay Kerr Lang Marr Nash Orr Pike'.split(' ');

const firstWord = 10;
const firstForename = firstWord + wordings.flat().length;
const firstSurname = firstForename + forenames.length;
const arrow = firstSurname + surnames.length;
const separator = arrow + 1;
const vocabulary = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ...wordings.flat(), ...forenames, ...surnames, '→', '/'];

/** A person's number. Nothing but the person goes in: it is the same fact in every run, whatever the seed. */
function numberOf(person: number, digits: number): number[] {
  return Array.from({ length: digits }, (_, place) => {
    const block = Uint32Array.from([person, place, 0x5c07e, 1]);
    pcg4d(block);
    return block[0] % 10;
  });
}

export const recall: TaskDefinition = {
  label,
  configure(given) {
    const dials = setDials(label, given);
    const { people, digits } = dials;
    const promptLength = wordings.length + 3;

    // The k-th person is asked about in proportion to 1/(k + 10): some facts are common and some are rare, as facts are.
    const weights = Array.from({ length: people }, (_, person) => 1 / (person + 10));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    /** Share of the questions that are about this person or a more common one. */
    const upTo = weights.map((weight) => (sum += weight) / total);

    const draw = (random: RandomSource): Problem => {
      const share = random.uniform();
      const person = Math.min(people - 1, upTo.findIndex((limit) => share < limit) >>> 0);
      const words = wordings.map((words) => words[random.integer(words.length)]);
      return problemOf(person, words, random.integer(2) === 0);
    };

    const nameOf = (person: number): string[] => [forenames[Math.floor(person / surnames.length)], surnames[person % surnames.length]];
    /** @param words one of each row */
    const problemOf = (person: number, [opening, verb, noun, ending]: readonly string[], nameIsLast: boolean): Problem => {
      const name = nameOf(person);
      const question = nameIsLast ? [opening, verb, noun, ...name, ending] : [opening, ...name, noun, verb, ending];
      const prompt = [...question.map((word) => vocabulary.indexOf(word)), arrow];
      return { prompt: Int32Array.from(prompt), reference: Int32Array.from(numberOf(person, digits)) };
    };

    const example = 'please tell number Ada Ames ?';
    const parse = (typed: string): Problem => {
      const written = typed.replace(/\.\.\./g, '…').match(/[^\s?!.…→]+|[?!.…]/g) ?? [];
      const words = written.map((word) => vocabulary.find((known) => known.toLowerCase() === word.toLowerCase()) ?? word);
      const unknown = words.find((word) => !vocabulary.includes(word));
      if (unknown) return refuse(`${quoted(unknown)} is no word of these questions.`, example);
      const person = Array.from({ length: people }, (_, index) => index).find((index) => words.join(' ').includes(nameOf(index).join(' ')));
      if (person === undefined) return refuse(`${quoted(typed)} names none of the ${people} people of this task.`, example);
      const name = nameOf(person);
      if (words.join() === name.join()) return problemOf(person, wordings.map(([word]) => word), true); // prettier-ignore
      const chosen = wordings.map((row) => row.find((word) => words.includes(word)) ?? '');
      const [opening, verb, noun, ending] = chosen;
      const order = [[opening, verb, noun, ...name, ending], [opening, ...name, noun, verb, ending]].findIndex((question) => question.join() === words.join()); // prettier-ignore
      if (order < 0 || chosen.includes('')) return refuse(`${quoted(typed)} is not the question in one of its two orders.`, example);
      return problemOf(person, chosen, order === 0);
    };

    const personOf = ({ prompt }: Problem): number => {
      const at = prompt.findIndex((token) => token >= firstForename);
      return surnames.length * (prompt[at] - firstForename) + prompt[at + 1] - firstSurname;
    };
    const valueOf = (answer: ArrayLike<number>): number => Array.from(answer).reduce((value, digit) => 10 * value + digit, 0);

    const task: Task = {
      label,
      dials,
      vocabulary,
      separator,
      rewordedSeparator: arrow,
      endOfAnswer: null,
      padding: separator,
      promptLength,
      answerLength: digits,
      draw: (random, split) => drawFor(split, draw, random),
      program: (_problem, answer) => (answer.every((token) => token < firstWord) ? `()=>${valueOf(answer)}` : null),
      tests: (problem): Test[] => [{ args: [], expected: valueOf(numberOf(personOf(problem), digits)) }],
      parse,
      promptText: ({ prompt }) => spelled(vocabulary, prompt.subarray(0, promptLength - 1), ' '),
      answerText: (answer) => spelled(vocabulary, answer),
      note: (problem) => `fact ${personOf(problem) + 1} of ${people}, by how often it is asked`,
      // The fifth of all questions that this one is in, when they are sorted from the most common fact to the rarest.
      level: (problem) => levelOf(Math.ceil(5 * upTo[personOf(problem)])),
    };
    return task;
  },
};
