/** When a film takes its pictures, read from the sentence that the page has under its main button. */

/** Shares of a run: its base, and the ends of what is worth comparing. */
const shares = [0, 0.2, 0.5, 0.6, 1];

/**
 * The updates after which a run of so many is pictured, each once.
 * @param {number} steps
 */
export function marksOf(steps) {
  return [...new Set(shares.map((share) => Math.round(share * steps)))];
}

/**
 * Whether both runs are past an update and have measured what was due there. The sentence speaks of the left run, which is a step ahead.
 * @param {string} sentence
 * @param {number} mark
 */
export function hasPassed(sentence, mark) {
  return sentence.startsWith('Trained here') || Number(/^Step (\d+) of/.exec(sentence)?.[1] ?? 0) > mark;
}
