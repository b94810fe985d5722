import { Injectable } from '@nestjs/common';
import { numberedEvent } from '@engagex/domain/event-losses';
import type { TenantDb } from '@engagex/tenancy';
import { EventStage, type StageEvent } from '../event-stages/index.ts';
import { rowsOfBoots } from './arrived-numbers.ts';
import { noteNumbers } from './event-losses.queries.ts';

/** Notes which of the events that our clients numbered are stored. */
@Injectable()
export class EventLossesStage extends EventStage {
  readonly name = 'losses';

  async apply(tx: TenantDb, events: readonly StageEvent[]): Promise<void> {
    const arrived = events.flatMap(({ keyId, context, receivedAt }) => {
      const numbered = keyId === null ? null : numberedEvent(context);
      if (keyId === null || !numbered) return [];
      return [{ ...numbered, keyId, userAgent: context['userAgent'], at: receivedAt, isStored: true }];
    });
    if (arrived.length > 0) await tx.rowsByKey(noteNumbers, [JSON.stringify(rowsOfBoots(arrived))]);
  }
}
