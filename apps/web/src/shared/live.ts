import { liveRoutes } from '@engagex/domain/shared';
import { useSyncExternalStore } from 'react';
import { ApiError } from './api-error.ts';
import { send, urlOf } from './http.ts';
import { invalidateNoun, isStillSignedIn, queryClient } from './query.ts';
import { readEvents } from './server-sent-events.ts';
import { refreshSession } from './session.ts';

export type LiveState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** What is on screen is as of `since`. */
  | { readonly status: 'disconnected'; readonly since: Date };

const gatherFor = 250;
const firstRetry = 1_000;
const lastRetry = 30_000;
const healthyFor = 30_000;
/** The server says something every 15 seconds; three missed are a dead connection that nobody closed. */
const silentAfter = 50_000;

let state: LiveState = { status: 'connecting' };
const listeners = new Set<() => void>();

/** Whether changes by others arrive by themselves right now. */
export function useLive(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}

/** Keeps one connection for the page's organization until the returned function is called. */
export function connectLive(): () => void {
  const stop = new AbortController();
  state = { status: 'connecting' };
  void keepConnected(stop.signal);
  return () => stop.abort();
}

async function keepConnected(stop: AbortSignal): Promise<void> {
  let wait = firstRetry;
  let isReturning = false;
  function opened() {
    if (isReturning) void queryClient.invalidateQueries(); // whatever changed meanwhile was missed
    isReturning = true;
    become({ status: 'connected' });
  }
  while (!stop.aborted) {
    const startedAt = Date.now();
    const end = await follow(stop, opened).then(() => 'ended', endOf);
    if (stop.aborted) return;
    if (end === 'signed-out' && !(await isStillSignedIn())) return;
    const wasHealthy = Date.now() - startedAt > healthyFor;
    if (wasHealthy) wait = firstRetry;
    // The server ends a healthy stream now and then to look at the membership again: nothing to tell anyone.
    if (wasHealthy && end === 'ended') continue;
    if (state.status !== 'disconnected') become({ status: 'disconnected', since: new Date() });
    await pause(wait * (0.75 + Math.random() / 2), stop);
    wait = Math.min(wait * 2, lastRetry);
  }
}

function endOf(error: unknown): 'signed-out' | 'cut-off' {
  return error instanceof ApiError && error.status === 401 ? 'signed-out' : 'cut-off';
}

/** Reads one stream to its end. Throws when it is refused, cut off, or silent for longer than its heartbeat allows. */
async function follow(stop: AbortSignal, opened: () => void): Promise<void> {
  const silent = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function noteActivity() {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), silentAfter);
  }
  try {
    noteActivity();
    const signal = AbortSignal.any([stop, silent.signal]);
    const response = await send(urlOf(liveRoutes.changes, {}), {
      signal,
      headers: { accept: 'text/event-stream' },
    });
    opened();
    for await (const event of readEvents(response, noteActivity)) if (event.name === 'change') noteChange(event.data);
  } finally {
    clearTimeout(timer);
  }
}

/** What the session tells of. */
const inSession = new Set(['members', 'organization']);
/** What of these is read is of the one thing that changed, and of no other: many people edit, each something else. */
const ofOneThing = new Set(['template-comments', 'template-drafts', 'template-editors']);
const changed = new Map<string, Set<string | null>>();

/** Gathers a burst of changes so that a sending campaign causes four fetches a second at most. */
function noteChange(data: string): void {
  const { noun, id }: { noun: string; id: string | null } = JSON.parse(data); // what /api/live promises
  if (changed.size === 0) setTimeout(flushChanges, gatherFor);
  changed.set(noun, (changed.get(noun) ?? new Set()).add(id));
}

const followers = new Map<string, Set<() => void>>();

/** Calls `onChange` a few times a second at most while others change something of the noun. Returns what ends that. */
export function followChanges(noun: string, onChange: () => void): () => void {
  const own = followers.get(noun) ?? new Set();
  followers.set(noun, own.add(onChange));
  return () => own.delete(onChange);
}

function flushChanges(): void {
  const nouns = [...changed.keys()];
  for (const noun of nouns) for (const follow of followers.get(noun) ?? []) follow();
  for (const [noun, ids] of changed) void invalidateNoun(noun, ofOneThing.has(noun) ? ids : undefined);
  changed.clear();
  // Their names, pictures and roles are part of the session: it is what the frame around every page shows.
  if (nouns.some((noun) => inSession.has(noun))) refreshSession().catch(() => {}); // shown as it was until it is asked for again
}

function become(next: LiveState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** Waits, but no longer than until the browser says the network is back. */
function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    stop.addEventListener('abort', done);
  });
}
