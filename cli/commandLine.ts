/** What a POSIX shell reads as the characters that stand there. */
const plainWord = /^[\w@%+=:,./-]+$/;

const quoted = (word: string): string => (plainWord.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A command of the lab as it can be pasted into a POSIX shell. */
export const labCommand = (name: string, argv: readonly string[]): string => ['npm run lab --', name, ...argv.map(quoted)].join(' ');
