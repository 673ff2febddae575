/** Small things kept between visits. A browser that refuses to keep them costs nothing but the memory. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`second-thoughts.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`second-thoughts.${key}`, value);
  } catch {
    // The next visit starts without it.
  }
}
