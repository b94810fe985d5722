/** What this device remembers. Storage may be blocked or full; then nothing is remembered and nothing breaks. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`engagex.${key}`);
  } catch {
    return null;
  }
}

/** Remembers a text under a key, or forgets it with null. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`engagex.${key}`);
    else localStorage.setItem(`engagex.${key}`, value);
  } catch {
    // Only a convenience is lost.
  }
}

/** The keys of what this device remembers whose names begin like this. */
export function keysThatBeginWith(start: string): string[] {
  try {
    return Object.keys(localStorage).flatMap((key) =>
      key.startsWith(`engagex.${start}`) ? [key.slice('engagex.'.length)] : [],
    );
  } catch {
    return [];
  }
}
