/**
 * What the page shows and does not write itself: sentences of the workers, which speak English on the command line too, errors that may be
 * shown long after they were thrown, and texts of recordings and of the study. Each is known by its template; where several fit, the first
 * one counts. What fits none is shown in English, and marked as that. These are what the runs say that the page opens with; the others are in
 * `heard/`, and loaded when one of them is heard.
 */
const templates = [
  // Stages
  'Stage I, round {round}',
  'Stage II, round {round}',
  '{stage}, turns 2 and 3',
  'Stage I',
  'Stage II',
  'Stage I(a)',
  'Stage I(b)',
  'One stage',
  'Imitation',
  'base',
  // What makes a problem hard
  '{form}, no carry',
  '{form}, 1 carry',
  '{form}, {count} carries in a row',
  'no carry',
  '1 carry',
  '{count} carries in a row',
  'no dead end',
  '1 dead end',
  '{count} dead ends',
  'one way',
  '{count} ways',
  'no parentheses',
  '1 pair of parentheses',
  '{count} pairs of parentheses',
  'fact {number} of {count}, by how often it is asked',
  // What became of a program
  'returned nothing on {call}',
  'returned an object on {call}',
  'returned a function on {call}',
  'returned a symbol on {call}',
  'returned a BigInt on {call}',
  'returned a string of more than 65,536 characters on {call}',
  'returned {value} on {call}',
  'returned {value}',
  'threw on {call}',
  'threw before it was called',
  'threw',
  'the tokens are no program',
  'the text contains a NUL or half a surrogate pair',
  'the text is too long',
  'the text is not a single expression',
  'does not parse',
  'is not a function',
  'exhausted the stack',
  'ran out of memory',
  'ran out of instructions',
  'did not answer in time',
  'brought the sandbox down',
] as const;

export type Heard = Record<(typeof templates)[number], string>;

export const heardInEnglish = Object.fromEntries(templates.map((template) => [template, template])) as Heard;
