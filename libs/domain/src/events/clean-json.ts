import { eventLimits } from './event-limits.ts';
import type { Json, JsonObject } from './json.ts';

/** What had to be changed, in words that tell a developer where. */
type Told = (warning: string) => void;

/**
 * What PostgreSQL cannot store as JSON, and what code must not trip over, taken out of parsed JSON: NUL characters and halves of
 * surrogate pairs (replaced by U+FFFD), numbers beyond a double, `__proto__`, and what is nested too deeply. A value that
 * is fine is handed back itself.
 */
export function cleanJson<Value extends Json>(value: Value, tell: Told): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object stays an object, and so on
  return clean(value, '', 0, tell) as Value;
}

function clean(value: Json, path: string, depth: number, tell: Told): Json {
  if (typeof value === 'string') return cleanText(value, path, tell);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    tell(`${path} is a number too large to store; it was set to null`);
    return null;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= eventLimits.depth) {
    tell(`${path} is nested more than ${eventLimits.depth} levels deep; it was set to null`);
    return null;
  }
  return isList(value) ? cleanList(value, path, depth, tell) : cleanObject(value, path, depth, tell);
}

function cleanText(text: string, path: string, tell: Told): string {
  if (isStorable(text)) return text;
  tell(`${path} had characters that cannot be stored; they were replaced`);
  return text.replaceAll('\0', '\u{FFFD}').toWellFormed();
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function cleanList(list: readonly Json[], path: string, depth: number, tell: Told): readonly Json[] {
  let changed: Json[] | null = null;
  for (const [index, each] of list.entries()) {
    const cleaned = clean(each, path, depth + 1, tell);
    if (cleaned === each) continue;
    changed ??= [...list];
    changed[index] = cleaned;
  }
  return changed ?? list;
}

function cleanObject(object: JsonObject, path: string, depth: number, tell: Told): JsonObject {
  let isSame = true;
  const entries: [string, Json][] = [];
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    if (key === '__proto__') {
      isSame = false;
      tell(`${path || 'the event'} had a property __proto__; it was left out`);
      continue;
    }
    const name = isStorable(key) ? key : cleanText(key, `a name in ${path || 'the event'}`, tell);
    const cleaned = clean(value, path ? `${path}.${name}` : name, depth + 1, tell);
    isSame &&= cleaned === value && name === key;
    entries.push([name, cleaned]);
  }
  return isSame ? object : Object.fromEntries(entries);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
