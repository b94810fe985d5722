import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionView } from '@engagex/domain/accounts';
import { organizationInUrl } from './organization.ts';
import { queryClient, sessionKey } from './query.ts';
import { keysThatBeginWith, recall, remember } from './storage.ts';

/** What was stored when editing began: a save is compared with it, and so is what somebody else saved meanwhile. */
export interface Base<Values> {
  readonly values: Values;
  /** Its `updatedAt`; undefined for something new, or whose saves are not compared. */
  readonly version: string | undefined;
}

/** What somebody typed and did not save, as this device keeps it. */
export interface KeptDraft<Values> {
  readonly values: Values;
  readonly base: Base<Values>;
  readonly at: Date;
  /** The thing was saved differently since this draft was begun, by somebody else or in another tab. */
  readonly isStale: boolean;
}

export interface DraftKeeper<Values> {
  /** What was kept before; null when there is nothing, or just what is saved. */
  readonly kept: KeptDraft<Values> | null;
  /** Keeps the values a moment later with what they were begun from, or forgets the draft when they are what is saved. */
  readonly keep: (values: Values, saved: Values, base: Base<Values>) => void;
  readonly forget: () => void;
}

const settleMs = 300;
const lifetimeMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Keeps what is typed on this device under the name of what is edited, such as `template 0198…` or `template new`, until
 * it is saved or discarded: it survives leaving the page, a crash and the end of a session. Each person has their own in each
 * organization. With the name null nothing is kept.
 */
export function useDraftKeeper<Values>(name: string | null, saved: Values): DraftKeeper<Values> {
  const key = useMemo(() => (name === null ? null : keyOf(name)), [name]);
  const [begunWith] = useState(saved);
  const kept = useMemo(() => (key === null ? null : read(key, begunWith)), [key, begunWith]);
  const isOurs = useRef(kept !== null); // another tab may keep what is typed there under the same name
  const waiting = useRef<{ readonly timer: number; readonly write: () => void } | null>(null);
  const flush = useCallback(() => {
    const write = waiting.current?.write;
    window.clearTimeout(waiting.current?.timer);
    waiting.current = null;
    write?.();
  }, []);
  const keep = useCallback(
    (values: Values, saved: Values, base: Base<Values>) => {
      if (key === null) return;
      window.clearTimeout(waiting.current?.timer);
      const write = () => {
        const isSaved = isSame(values, saved);
        if (!isSaved || isOurs.current) remember(key, isSaved ? null : written({ values, base }));
        isOurs.current = !isSaved;
      };
      waiting.current = { write, timer: window.setTimeout(flush, settleMs) };
    },
    [key, flush],
  );
  const forget = useCallback(() => {
    window.clearTimeout(waiting.current?.timer);
    waiting.current = null;
    if (key !== null && isOurs.current) remember(key, null);
    isOurs.current = false;
  }, [key]);
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return useMemo(() => ({ kept, keep, forget }), [kept, keep, forget]);
}

/** Under which this device keeps what somebody types, in their name and this organization. */
export function keyOf(name: string): string {
  const session = queryClient.getQueryData<SessionView | null>(sessionKey);
  return `draft.${session?.user.id ?? ''}.${organizationInUrl() ?? ''}.${name}`;
}

interface Stored<Values> {
  readonly values: Values;
  readonly base: Base<Values>;
  readonly at: string;
}

function written<Values>(draft: Omit<Stored<Values>, 'at'>): string {
  return JSON.stringify({ ...draft, at: new Date().toISOString() } satisfies Stored<Values>);
}

/** A draft of an older version of the form, with other fields, is not used. */
function read<Values>(key: string, saved: Values): KeptDraft<Values> | null {
  const stored = parsed<Stored<Values>>(recall(key));
  if (!stored?.base || shapeOf(stored.values) !== shapeOf(saved) || isSame(stored.values, saved)) return null;
  const { values, base, at } = stored;
  return { values, base, at: new Date(at), isStale: !isSame(base.values, saved) };
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, inOrder) === JSON.stringify(other, inOrder);
}

/** Whoever made an object put its keys in an order of their own. */
function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function parsed<Value>(text: string | null): Value | null {
  try {
    return JSON.parse(text ?? 'null') as Value | null; // what `keep` wrote, or an older version of it: its shape is compared
  } catch {
    return null;
  }
}

function shapeOf(values: unknown): string {
  return values && typeof values === 'object' ? Object.keys(values).toSorted().join() : typeof values;
}

/** Forgets drafts that nobody came back to for a month. */
export function pruneDrafts(now: number): void {
  for (const key of keysThatBeginWith('draft.')) {
    const at = parsed<Stored<unknown>>(recall(key))?.at;
    if (!at || now - Date.parse(at) > lifetimeMs) remember(key, null);
  }
}
