/**
 * Words that are loaded with the part of the page that says them: a file for each language, named by its code.
 * @returns them and the language they are in, which is English where a language has none of its own. @throws where they cannot be loaded
 */
export async function inLanguage<T>(
  files: Readonly<Record<string, () => Promise<{ default: T }>>>,
  code: string,
): Promise<{ text: T; lang: string }> {
  const lang = `./${code}.ts` in files ? code : 'en';
  return { text: (await files[`./${lang}.ts`]()).default, lang };
}
