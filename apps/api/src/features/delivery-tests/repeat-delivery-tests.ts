import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { dueToRepeat, repeatAt } from './delivery-tests.queries.ts';
import { DeliveryTestsService } from './delivery-tests.service.ts';

const dayMs = 86_400_000;
/** Installations and organizations are not all tested at the same hour. */
const jitterMs = dayMs / 2;

/** A week later, give or take half a day. */
export function weekAfter(now: Date, chance = Math.random()): Date {
  return new Date(now.getTime() + 7 * dayMs + Math.round((chance * 2 - 1) * jitterMs));
}

/** Tests again what was tested a week ago. */
@Injectable()
export class RepeatDeliveryTests {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly tests: DeliveryTestsService,
  ) {}

  /** Begins the next one, in one transaction with noting that it has begun. What is out of use for now is asked about in a week. */
  async repeat(id: string): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      const due = await this.db.row<Due>(dueToRepeat, [id, now]);
      if (!due) return;
      if (due.exists && due.isInUse) await this.tests.begin(due, 'schedule');
      else await this.db.rows(repeatAt, [id, due.exists ? weekAfter(now) : null]);
    });
  }
}

interface Due {
  readonly domainId: string;
  readonly transportId: string;
  readonly exists: boolean;
  readonly isInUse: boolean;
}
