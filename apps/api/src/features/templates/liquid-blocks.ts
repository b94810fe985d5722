import type { HiddenToken } from './opaque-liquid.ts';

const blocks = new Set(['if', 'unless', 'case', 'for', 'tablerow', 'capture']);
const branches = new Set(['else', 'elsif', 'when']);
/** Tags that print where they stand. */
const printing = new Set(['echo', 'cycle', 'increment', 'decrement', 'liquid', 'personal_link']);
/** Tags after which something else may be printed further down. */
const settings = new Set(['assign', 'capture', 'increment', 'decrement', 'liquid', 'break', 'continue']);

export function opensBlock(name: string): boolean {
  return blocks.has(name);
}

export function isBranch(name: string): boolean {
  return branches.has(name);
}

export function standsAlone(name: string): boolean {
  return !blocks.has(name) && !branches.has(name) && !name.startsWith('end');
}

/** Whether Liquid means the same by itself: whatever is opened is closed, and nothing is set that is read elsewhere. */
export function standsByItself(tokens: readonly HiddenToken[]): boolean {
  let depth = 0;
  for (const { name } of tokens) {
    if (name === null || name === 'comment' || name === 'raw') continue;
    if (settings.has(name) || name === 'for' || name === 'tablerow') return false;
    if (opensBlock(name)) depth += 1;
    else if (name.startsWith('end')) depth -= 1;
    else if (isBranch(name) && depth === 0) return false;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Whether a tag prints something itself. */
export function prints(name: string): boolean {
  return printing.has(name) || name === 'raw' || name === 'tablerow';
}

/**
 * The tags that a place nobody sees has to keep so that the rest means the same: none when what is opened there is
 * closed there and nothing is set.
 */
export function tagsToKeep(tokens: readonly HiddenToken[]): HiddenToken[] {
  const tags = tokens.filter(
    ({ name }) => name !== null && !printing.has(name) && name !== 'raw' && name !== 'comment',
  );
  let depth = 0;
  for (const { name } of tags) {
    if (name === null || settings.has(name)) return tags;
    if (opensBlock(name)) depth += 1;
    else if (name.startsWith('end')) depth -= 1;
    if (depth < 0 || (depth === 0 && isBranch(name))) return tags;
  }
  return depth === 0 ? [] : tags;
}
