/** The one part of the address that is the story's: "story=3" opens the third chapter. */
const parameter = 'story';

/** The address without the story's part, and what that part says; null if there is none. */
export function splitAddress(hash: string): { rest: string; chapter: string | null } {
  const parts = hash.split('&');
  const own = parts.filter((part) => part.startsWith(`${parameter}=`));
  const rest = parts.filter((part) => !part.startsWith(`${parameter}=`)).join('&');
  return { rest, chapter: own.at(-1)?.slice(parameter.length + 1) ?? null };
}

/** @param chapter counted from 1 */
export const withChapter = (address: string, chapter: number): string => [address, `${parameter}=${chapter}`].filter(Boolean).join('&');
