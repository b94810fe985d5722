import type { SessionView } from '@engagex/domain/accounts';
import { liveRoutes } from '@engagex/domain/shared';
import { useSyncExternalStore } from 'react';
import { ApiError } from './api-error.ts';
import { send, urlOf } from './http.ts';
import { canShareStream, type LiveState, shareStream, type Told } from './one-stream.ts';
import { invalidateNoun, isStillSignedIn, queryClient, sessionKey } from './query.ts';
import { readEvents } from './server-sent-events.ts';
import { refreshSession } from './session.ts';

export { isLeader } from './one-stream.ts';

export type { LiveState };

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

/** Keeps the organization's pages up to date until the returned function is called: one connection for all tabs of this browser. */
export function connectLive(organizationId: string): () => void {
  const stop = new AbortController();
  state = { status: 'connecting' };
  if (canShareStream())
    void shareStream(`engagex.live.${organizationId}`, stop.signal, { hold: keepConnected, hear, silentAfter });
  else void keepConnected(stop.signal, hear, false);
  return () => stop.abort();
}

function hear(told: Told): void {
  if (told.kind === 'change') noteChange(told.data);
  if (told.kind === 'state') become(told.state);
  if (told.kind === 'missed') void queryClient.invalidateQueries();
}

async function keepConnected(stop: AbortSignal, tell: (told: Told) => void, isTakingOver: boolean): Promise<void> {
  let wait = firstRetry;
  let isReturning = isTakingOver;
  let isAway = false;
  const say = (next: LiveState) => tell({ kind: 'state', state: next });
  function opened() {
    if (isReturning) tell({ kind: 'missed' });
    isReturning = true;
    isAway = false;
    say({ status: 'connected' });
  }
  while (!stop.aborted) {
    const startedAt = Date.now();
    const { isSignedOut, isEnded, retryAfter } = await follow(stop, opened, tell).then(
      () => ({ isSignedOut: false, isEnded: true, retryAfter: 0 }),
      endOf,
    );
    if (stop.aborted) return;
    if (isSignedOut && !(await isStillSignedIn())) return;
    const wasHealthy = Date.now() - startedAt > healthyFor;
    if (wasHealthy) wait = firstRetry;
    // The server ends a healthy stream now and then to look at the membership again: nothing to tell anyone.
    if (wasHealthy && isEnded) continue;
    if (!isAway) say({ status: 'disconnected', since: new Date() });
    isAway = true;
    await pause(Math.max(wait, retryAfter) * (0.75 + Math.random() / 2), stop);
    tell({ kind: 'alive' });
    wait = Math.min(wait * 2, lastRetry);
  }
}

function endOf(error: unknown) {
  const refusal = error instanceof ApiError ? error : null;
  const retryAfter = (refusal?.retryAfterSeconds ?? 0) * 1_000;
  return { isSignedOut: refusal?.status === 401, isEnded: false, retryAfter };
}

/** Reads one stream to its end. Throws when it is refused, cut off, or silent for longer than its heartbeat allows. */
async function follow(stop: AbortSignal, opened: () => void, tell: (told: Told) => void): Promise<void> {
  const silent = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function noteActivity() {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), silentAfter);
    tell({ kind: 'alive' });
  }
  try {
    noteActivity();
    const signal = AbortSignal.any([stop, silent.signal]);
    const response = await send(urlOf(liveRoutes.changes, {}), {
      signal,
      headers: { accept: 'text/event-stream' },
    });
    opened();
    for await (const event of readEvents(response, noteActivity))
      if (event.name === 'change') tell({ kind: 'change', data: event.data });
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
  if (noun === 'notifications' && id !== null && id !== ownId()) return; // somebody else's inbox
  if (changed.size === 0) setTimeout(flushChanges, gatherFor);
  changed.set(noun, (changed.get(noun) ?? new Set()).add(id));
}

function ownId(): string | undefined {
  return queryClient.getQueryData<SessionView | null>(sessionKey)?.user.id;
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
