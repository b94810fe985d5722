import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { PressureService } from './pressure.service.ts';
import { skipOverCap, takeTurns, waitForMorning } from './pressure.queries.ts';

/** The part of the gate that protects people from too much mail, and from mail at night. */
@Injectable()
export class HoldBack {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly pressure: PressureService,
  ) {}

  /**
   * In the transaction that submits: moves out of the claim whoever may not be mailed now. What is over a cap is
   * skipped with the reason; what falls into quiet hours waits until they end.
   */
  async apply(claimId: string, deliveryIds: readonly string[]): Promise<void> {
    const { caps, quietHours } = await this.pressure.get();
    if (quietHours) {
      const hours = [quietHours.from, quietHours.to, this.clock.now()];
      await this.db.rows(waitForMorning, [claimId, deliveryIds, ...hours]);
    }
    if (caps.length > 0) {
      await this.db.rows(takeTurns, [deliveryIds]);
      await this.db.rows(skipOverCap, [claimId, deliveryIds, JSON.stringify(caps)]);
    }
  }
}
