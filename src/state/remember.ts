/** Where small things are kept: between visits, or by one tab until it is closed. A browser that refuses costs nothing but the memory. */
type Keeper = 'localStorage' | 'sessionStorage';

/** What was kept last; null for nothing. The build writes this function into index.html as it stands, so it names nothing outside itself. */
export function recall(key: string, keeper: Keeper = 'localStorage'): string | null {
  try {
    return globalThis[keeper].getItem(`second-thoughts.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string, keeper: Keeper = 'localStorage'): void {
  try {
    globalThis[keeper].setItem(`second-thoughts.${key}`, value);
  } catch {
    // The next visit starts without it.
  }
}
