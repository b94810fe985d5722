import { Injectable } from '@nestjs/common';
import type { SegmentContext } from '@engagex/domain/segments';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { compileProbe } from '../segments/index.ts';
import { keyOf } from './depends-on.ts';
import { recheckLater, recordAbout, takeTouches, takeTurn } from './segment-memberships.queries.ts';
import { loadWatches, type Watch } from './watch.ts';

/** Contacts that are asked about in one transaction; beyond `mostListed` waiting at once, everybody is asked. */
const atOnce = 2_000;

interface Touch {
  readonly source: 'contact' | 'group' | 'message' | 'event' | 'definition';
  readonly name: string;
  /** Null for everybody. */
  readonly contactIds: readonly string[] | null;
  readonly eventIds: readonly string[] | null;
}

interface Reason {
  readonly reason: string;
  readonly eventId: string | null;
  readonly detail: string | null;
}

/** Asks watched segments again about contacts whose data changed. */
@Injectable()
export class AskAboutTouched {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  /** The next of the scope's organization. Resolves to whether there were any. */
  async next(): Promise<boolean> {
    return retryingDeadlocks(() =>
      this.db.transactionByKey(async () => {
        if (!(await this.db.row<{ isAlone: boolean }>(takeTurn))?.isAlone) return false;
        const touches = await this.db.rows<Touch>(takeTouches, [atOnce]);
        if (touches.length === 0) return false;
        const { sound, context } = await loadWatches(this.db, this.clock.now());
        for (const watch of sound) await this.#ask(watch, touches, context);
        return true;
      }),
    );
  }

  async #ask(watch: Watch, touches: readonly Touch[], context: SegmentContext): Promise<void> {
    if (watch.begunAt === null) return; // whom it begins with is still to be found out
    const { segmentId, rule } = watch;
    const sources = new Set(watch.sources.map(keyOf));
    const asked = touches.filter((touch) => sources.has(keyOf(touch)));
    const unlisted = asked.find(({ contactIds }) => contactIds === null);
    if (unlisted) await this.db.rows(recheckLater, [[segmentId], unlisted.source]);
    const reasons = reasonsIn(asked);
    if (reasons.size === 0) return;
    const each = [...reasons.values()];
    const parameters: unknown[] = [
      segmentId,
      this.clock.now(),
      [...reasons.keys()],
      each.map(({ reason }) => reason),
      each.map(({ eventId }) => eventId),
      each.map(({ detail }) => detail),
    ];
    const { where } = compileProbe(rule.tree, context, parameters);
    const row = await this.db.row<{ changes: number }>(recordAbout(where), parameters);
    if (row && row.changes > 0) afterCommit(() => this.live.publish('segment-memberships', segmentId));
  }
}

/** By contact, the last that happened to them. */
function reasonsIn(touches: readonly Touch[]): ReadonlyMap<string, Reason> {
  const reasons = new Map<string, Reason>();
  for (const { source, name, contactIds, eventIds } of touches) {
    const detail = source === 'event' || source === 'message' ? name : null;
    for (const [index, contactId] of (contactIds ?? []).entries())
      reasons.set(contactId, { reason: source, eventId: eventIds?.[index] ?? null, detail });
  }
  return reasons;
}
