import { useSyncExternalStore } from 'react';
import { ApiError } from './api-error.ts';
import { send } from './http.ts';
import { forgetSession, invalidateNoun, queryClient } from './query.ts';
import { readEvents } from './server-sent-events.ts';

export type LiveState =
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  /** What is on screen is as of `since`. */
  | { readonly status: 'disconnected'; readonly since: Date };

const gatherFor = 250;
const firstRetry = 1_000;
const lastRetry = 30_000;

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
  while (!stop.aborted) {
    try {
      const response = await send('/api/live', { signal: stop, headers: { accept: 'text/event-stream' } });
      if (state.status === 'disconnected') void queryClient.invalidateQueries(); // whatever changed meanwhile was missed
      become({ status: 'connected' });
      wait = firstRetry;
      for await (const event of readEvents(response)) if (event.name === 'change') noteChange(event.data);
    } catch (error) {
      if (stop.aborted) return;
      if (error instanceof ApiError && error.status === 401) return forgetSession();
    }
    if (stop.aborted) return;
    if (state.status !== 'disconnected') become({ status: 'disconnected', since: new Date() });
    await pause(wait * (0.75 + Math.random() / 2), stop);
    wait = Math.min(wait * 2, lastRetry);
  }
}

const changed = new Set<string>();

/** Gathers a burst of changes so that a sending campaign causes four fetches a second at most. */
function noteChange(data: string): void {
  const { noun } = JSON.parse(data) as { noun: string }; // what /api/live promises
  if (changed.size === 0) setTimeout(flushChanges, gatherFor);
  changed.add(noun);
}

function flushChanges(): void {
  const nouns = [...changed];
  changed.clear();
  for (const noun of nouns) void invalidateNoun(noun);
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
