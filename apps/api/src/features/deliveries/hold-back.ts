import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { FrequencyService } from '../frequency/index.ts';
import { skipOverCap, takeTurns, waitForMorning } from './hold-back.queries.ts';

/** The part of the gate that protects people from too much mail, and from mail at night. */
@Injectable()
export class HoldBack {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly frequency: FrequencyService,
  ) {}

  /**
   * In the transaction that submits these deliveries: takes back whoever may not be mailed now. What is over a cap is
   * skipped with the reason; what falls into quiet hours waits until they end. Resolves to who was held back.
   */
  async apply(deliveryIds: readonly string[]): Promise<ReadonlySet<string>> {
    const heldBack = new Set<string>();
    if (deliveryIds.length === 0) return heldBack;
    const { caps, quietHours } = await this.frequency.get();
    const hold = async (sql: string, values: readonly unknown[]) => {
      for (const { id } of await this.db.rows<{ id: string }>(sql, [deliveryIds, ...values])) heldBack.add(id);
    };
    if (quietHours) await hold(waitForMorning, [quietHours.from, quietHours.to, this.clock.now()]);
    if (caps.length > 0) {
      await this.db.rows(takeTurns, [deliveryIds]);
      await hold(skipOverCap, [JSON.stringify(caps)]);
    }
    return heldBack;
  }
}
