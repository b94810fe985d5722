/** Knows whether anything changed since the last build, sooner than Nx can tell: it looks at names, sizes and times only. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LEFT_OUT = new Set(['node_modules', '.git', '.nx', '.engagex']);

/** A name for the state of all files in these places, sources and what was built of them alike. */
export function stateOf(root: string, places: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const add = (path: string) => {
    const { mtimeMs, size } = lstatSync(join(root, path));
    hash.update(`${path}\0${mtimeMs}\0${size}\n`);
  };
  const addFolder = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) addFolder(path);
      else add(path);
    }
  };
  for (const place of places) {
    if (lstatSync(join(root, place)).isDirectory()) addFolder(place);
    else add(place);
  }
  return hash.digest('hex');
}

/** Whether this is the state that was noted; false when none was, or a place is missing. */
export function isAsNoted(note: string, root: string, places: readonly string[]): boolean {
  try {
    return readFileSync(note, 'utf8') === stateOf(root, places);
  } catch {
    return false;
  }
}

/** Failing costs the next start some seconds, nothing else. */
export function noteState(note: string, root: string, places: readonly string[]): void {
  try {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, stateOf(root, places));
  } catch {
    // A folder one may not write to, or a full disk.
  }
}
