/** An answer as text, or as its tokens without padding. */
export type Answer = string | ArrayLike<number>;

/** Equal for exactly the answers that are the same. */
export const answerKey = (answer: Answer): string => (typeof answer === 'string' ? answer : Array.from(answer).join(' '));
