/** Web storage, for pages where it may be forbidden, full or absent: it answers null, and says whether it kept something. */

export function readKept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** What was kept as JSON; empty without, and when somebody else wrote something there. */
export function readObject(key: string): object {
  try {
    return Object(JSON.parse(readKept(key) ?? 'null')) as object;
  } catch {
    return {};
  }
}

/** Null removes it. */
export function keep(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function keptKeys(prefix: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}
