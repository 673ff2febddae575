/** How a problem that somebody typed is refused. */

const longest = 40;

/** What was typed, for a sentence about it. */
export const quoted = (typed: string): string => {
  const text = typed.trim();
  return text === '' ? 'An empty line' : `“${text.length > longest ? `${text.slice(0, longest)}…` : text}”`;
};

/** Where the example is what would be right. */
export const refuse = (wrong: string, example: string): never => {
  throw new Error(`${wrong} Write it like this: ${example}`);
};
