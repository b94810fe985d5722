import { Injectable } from '@nestjs/common';
import { numberedEvent } from '@engagex/domain/event-losses';
import { retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { GroupCommit, RefusedEvents, type RefusedEvent } from '../events/index.ts';
import { type ArrivedNumber, rowsOfBoots } from './arrived-numbers.ts';
import { noteNumbers } from './event-losses.queries.ts';

interface OwnNumber extends ArrivedNumber {
  readonly organizationId: string;
}

const limits = { gatherMs: 20, most: 1_000, atOnce: 1, waiting: 20_000 } as const;

/** Notes numbers of events that arrived and were refused, before the door answers: they are not lost on the way. */
@Injectable()
export class NoteRefused {
  readonly #group = new GroupCommit<OwnNumber, null>((numbers) => this.#write(numbers), limits);

  constructor(
    private readonly db: TenantDb,
    refused: RefusedEvents,
  ) {
    refused.onRefused((events) => this.#note(events));
  }

  async #note(events: readonly RefusedEvent[]): Promise<void> {
    const numbers = events.flatMap(({ context, ...about }) => {
      const numbered = numberedEvent(context);
      return numbered ? [{ ...numbered, ...about, isStored: false }] : [];
    });
    if (numbers.length > 0) await this.#group.add(numbers);
  }

  async #write(numbers: readonly OwnNumber[]): Promise<readonly null[]> {
    const byOrganization = Map.groupBy(numbers, ({ organizationId }) => organizationId);
    const shares = [...byOrganization]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([organizationId, own]) => ({
        organizationId,
        statement: { text: noteNumbers, values: [JSON.stringify(rowsOfBoots(own))], isKept: true },
      }));
    await retryingDeadlocks(() => this.db.commitTogether(shares));
    return numbers.map(() => null);
  }
}
