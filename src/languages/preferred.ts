/**
 * The language that was chosen on an earlier visit, or else the first of those the browser reads that there is: `zh` for `zh-CN` too. English
 * if there is none. The build writes this function into index.html as it stands, so it names nothing outside itself.
 * @param chosen null for nothing chosen yet
 */
export function preferred(chosen: string | null, read: readonly string[], codes: readonly string[]): string {
  for (const tag of [chosen ?? '', ...read]) {
    const found = codes.find((code) => code === tag) ?? codes.find((code) => code === tag.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}
