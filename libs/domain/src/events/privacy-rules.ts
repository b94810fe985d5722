import { z } from 'zod';
import { cleanUrlText, isUrlText } from './clean-url.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** What happens to a property before it is stored. */
export const privacyRule = z.object({
  /** Its name, at any depth; `*` stands for any characters. Case is ignored. */
  property: z
    .string('Enter the name of a property.')
    .trim()
    .min(1, 'Enter the name of a property.')
    .max(100, 'Use at most 100 characters.')
    .refine((name) => name.replaceAll('*', '') !== '', 'Name a property; * alone would match every one.'),
  action: z.enum(['drop', 'hash', 'truncate']),
});
export type PrivacyRule = z.output<typeof privacyRule>;

export const privacySettings = z.object({
  rules: z.array(privacyRule).max(50, 'Use at most 50 rules.'),
  /** Removes query strings, except utm_*, and segments that look like tokens from addresses of pages. */
  cleansUrls: z.boolean(),
});
export type PrivacySettings = z.output<typeof privacySettings>;

export const defaultPrivacy: PrivacySettings = { rules: [], cleansUrls: true };

const truncatedLength = 3;

/** Applies an organization's rules to what an event holds. */
export interface PrivacyGuard {
  apply(object: JsonObject): JsonObject;
}

/** @param hash of a text, with a key that is kept secret: an address can be guessed, and so could its plain hash. */
export function privacyGuard({ rules, cleansUrls }: PrivacySettings, hash: (text: string) => string): PrivacyGuard {
  const matchers = rules.map(({ property, action }) => ({ pattern: patternOf(property), action }));
  const known = new Map<string, PrivacyRule['action'] | null>();
  const actionFor = (key: string) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const action = matchers.find(({ pattern }) => pattern.test(key))?.action ?? null;
    if (known.size < 10_000) known.set(key, action);
    return action;
  };
  const applyTo = (key: string, value: Json): Json | undefined => {
    const action = matchers.length > 0 ? actionFor(key) : null;
    if (action === 'drop') return undefined;
    if (action !== null) return changeTexts(value, action === 'hash' ? hash : truncated);
    if (typeof value === 'string') return cleansUrls && isUrlText(key, value) ? cleanUrlText(value) : value;
    if (isObject(value)) return applyToAll(value);
    if (!Array.isArray(value)) return value;
    const kept = value.map((each: Json) => applyTo(key, each) ?? null);
    return kept.every((each, index) => each === value[index]) ? value : kept;
  };
  const applyToAll = (object: JsonObject): JsonObject => {
    let changed: Record<string, Json> | null = null;
    for (const key of Object.keys(object)) {
      const value = object[key] ?? null;
      const kept = applyTo(key, value);
      if (kept === value) continue;
      changed ??= { ...object };
      if (kept === undefined) delete changed[key];
      else changed[key] = kept;
    }
    return changed ?? object;
  };
  return { apply: applyToAll };
}

function patternOf(property: string): RegExp {
  const literal = property.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${literal}$`, 'iu');
}

function truncated(text: string): string {
  return text.length > truncatedLength ? `${text.slice(0, truncatedLength)}…` : text;
}

/** Numbers as texts: a customer number is as personal as a name. */
function changeTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') return change(String(value));
  if (Array.isArray(value)) return value.map((each: Json) => changeTexts(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changeTexts(each, change)]));
}
