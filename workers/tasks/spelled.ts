/** Tokens of a vocabulary as they are read. */
export const spelled = (vocabulary: readonly string[], tokens: ArrayLike<number>, between = ''): string =>
  Array.from(tokens, (token) => vocabulary[token]).join(between);
