import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { Clock } from '../../ports/clock.ts';
import { TransportSelection } from '../transports/index.ts';
import { Batch, type Carried, type Submitted } from './batch.ts';

/**
 * Begins batches of every kind of mail. Their rows are submitted before they are handed over, and what became of them is
 * recorded after, so that whatever happens in between is seen: such a message is never sent again on its own.
 */
@Injectable()
export class Batches implements OnModuleDestroy {
  #isEnding = false;

  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly transports: TransportSelection,
    private readonly metrics: ProcessMetrics,
  ) {}

  /** The process ends: what is being handed over is finished, the rest of each batch goes back at once. */
  onModuleDestroy(): void {
    this.#isEnding = true;
  }

  begin<Row extends Submitted>(carried: Carried<Row>): Batch<Row> {
    const { db, clock, transports, metrics } = this;
    return new Batch(carried, { db, clock, transports, metrics, isEnding: () => this.#isEnding });
  }
}
