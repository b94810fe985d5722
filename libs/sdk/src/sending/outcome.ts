import type { EventResult } from '../wire.ts';
import { toldToWait } from './back-off.ts';

/** What came of one request. */
export type Outcome =
  /** Committed by the server. */
  | { readonly kind: 'taken'; readonly results: readonly EventResult[] }
  /** Not known to be committed: sent again with the same ids. */
  | { readonly kind: 'again'; readonly waitMs: number; readonly why: string }
  /** Too large or not acceptable as a whole: sent in halves, until the event that is the reason is alone. */
  | { readonly kind: 'halve'; readonly why: string }
  /** The key or the origin is refused, so nothing can be sent until somebody changes that. */
  | { readonly kind: 'stop'; readonly why: string };

export async function outcomeOf(response: Response, now: number): Promise<Outcome> {
  const { status, ok, headers } = response;
  const why = `the server answered ${status}`;
  if (ok) {
    // An answer that is cut off, or a page of somebody in between, does not say that anything was committed.
    const answer: unknown = await response.json();
    const { results } = Object(answer) as { results?: unknown }; // whatever it is, it may have results
    return { kind: 'taken', results: Array.isArray(results) ? (results as EventResult[]) : [] }; // the server's contract
  }
  if (status === 400 || status === 413 || status === 422) return { kind: 'halve', why };
  if (status === 401 || status === 403) return { kind: 'stop', why };
  // All else passes: a busy server (429, 503), or a proxy that is being set up (404).
  return { kind: 'again', waitMs: toldToWait(headers.get('retry-after'), now), why };
}
