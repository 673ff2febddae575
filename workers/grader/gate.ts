import type { Stop } from './outputs.ts';

/** Longest program, in UTF-16 code units. */
export const longestSource = 4096;

const unreadable = /[\0\p{Surrogate}]/u;

/** Refuses what must not reach the sandbox: its interface would cut a text at a NUL, and change half a surrogate pair. */
export function refusedText(source: string): Stop | null {
  if (source.length > longestSource) return '!rejected: long';
  return unreadable.test(source) ? '!rejected: NUL' : null;
}

/**
 * Whether a program put between parentheses surely stays between them. It does if it never closes more brackets than it opened,
 * counted over a text without strings, templates, regular expressions and comments, where a bracket may stand for itself.
 * Otherwise the sandbox has to parse it: `[source]` and `(source)` both parse only if the closing bracket is ours.
 */
export function staysInBrackets(source: string): boolean {
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    switch (source.charCodeAt(i)) {
      case 0x28: // (
      case 0x5b: // [
      case 0x7b: // {
        depth++;
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        if (--depth < 0) return false;
        break;
      case 0x22: // "
      case 0x27: // '
      case 0x60: // `
      case 0x2f: // /
        return false;
      case 0x2d: // -- may end an HTML-like comment, which scripts still know
        if (source.charCodeAt(i + 1) === 0x2d) return false;
        break;
    }
  }
  return true;
}
