/** Web storage, for pages where it may be forbidden, full or absent: it answers null, and says whether it kept something. */

type Kind = 'localStorage' | 'sessionStorage';

export function readKept(key: string, kind: Kind = 'localStorage'): string | null {
  try {
    return window[kind].getItem(key);
  } catch {
    return null;
  }
}

/** What was kept as JSON; empty without, and when somebody else wrote something there. */
export function readObject(key: string, kind?: Kind): object {
  try {
    return Object(JSON.parse(readKept(key, kind) ?? 'null')) as object;
  } catch {
    return {};
  }
}

/** Null removes it. */
export function keep(key: string, value: string | null, kind: Kind = 'localStorage'): boolean {
  try {
    if (value === null) window[kind].removeItem(key);
    else window[kind].setItem(key, value);
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
