import type { EventKind } from '@engagex/domain/events';

/** What a path takes: one event, of a kind it names or not, or several. */
export type Taking =
  | { readonly form: 'single'; readonly kind: EventKind | 'screen' | null }
  | { readonly form: 'batch' };

const single = (kind: EventKind | 'screen' | null): Taking => ({ form: 'single', kind });
const batch: Taking = { form: 'batch' };

/** Ours and Segment's, whose browser client writes the first letter alone. */
const taking: Readonly<Record<string, Taking>> = {
  events: single(null),
  track: single('track'),
  identify: single('identify'),
  page: single('page'),
  screen: single('screen'),
  alias: single('alias'),
  group: single('group'),
  batch,
  t: single('track'),
  i: single('identify'),
  p: single('page'),
  s: single('screen'),
  a: single('alias'),
  g: single('group'),
  b: batch,
  import: batch,
};

/** @param path without the query. `/v1/api/s/track` is how @jitsu/js asks a host `…/v1` for it. */
export function takingOf(path: string): Taking | null {
  const [, name = ''] = /^\/v1\/(?:api\/s\/(?:s2s\/)?)?([a-z]+)\/?$/.exec(path) ?? [];
  return Object.hasOwn(taking, name) ? (taking[name] ?? null) : null;
}

/** The key whose settings @segment/analytics-next asks for before it sends anything. */
export function keyOfSettings(path: string): string | null {
  return /^\/v1\/projects\/([^/]{1,200})\/settings\/?$/.exec(path)?.[1] ?? null;
}
