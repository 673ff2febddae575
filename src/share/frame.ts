const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * The HTML that shows an address in a frame of another page.
 * @param address the whole of it
 * @param title what a screen reader calls the frame
 */
export const frameSnippet = (address: string, title: string): string =>
  `<iframe src="${escaped(address)}" title="${escaped(title)}" width="100%" height="760" style="border:0" loading="lazy" allow="clipboard-write"></iframe>`;
