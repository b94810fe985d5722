import { afterCommit, type TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';
import { addToClosed, extendOpen } from './incidents.queries.ts';

/** A server that objects to a sending domain or its messages. */
export interface Refusal {
  readonly domain: string;
  readonly mailboxProvider: string;
  readonly class: 'policy' | 'content' | 'auth';
  /** The server's. */
  readonly words: string;
  readonly at: Date;
}

const mostSamples = 5;
const mostWords = 300;

/**
 * Opens an incident for each kind of refusal in the open transaction, or extends the one that is open. What was said before
 * an incident was closed belongs to that one and opens none.
 */
export async function extendIncidents(db: TenantDb, live: Live, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  const groups = Map.groupBy(refusals, (one) => `${one.domain} ${one.mailboxProvider} ${one.class}`);
  for (const [, group] of [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1))) await extend(db, group);
  afterCommit(() => live.publish('incidents'));
}

async function extend(db: TenantDb, group: readonly Refusal[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const about = [first.domain, first.mailboxProvider, first.class];
  const times = group.map(({ at }) => at);
  const late = await db.rowsByKey<{ place: number }>(addToClosed, [...about, times]);
  const places = new Set(late.map(({ place }) => place));
  const current = group.filter((_, place) => !places.has(place));
  if (current.length === 0) return;
  const samples = [...new Set(current.map(({ words }) => withoutAddresses(words)))].filter((words) => words !== '');
  await db.rowsByKey(extendOpen, [
    ...about,
    current.length,
    samples.slice(0, mostSamples),
    current.map(({ at }) => at),
    mostSamples,
  ]);
}

/** Servers repeat the address in their answer; an incident is about no person. */
function withoutAddresses(words: string): string {
  return words.slice(0, mostWords).replaceAll(/[^\s<>"'()]{1,64}@[^\s<>"'()]{1,255}/g, '…');
}
