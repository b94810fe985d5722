import { Injectable } from '@nestjs/common';
import {
  type Finding,
  findingsOf,
  newsBeforeSending,
  newsOf,
  type Remembered,
  verdictOf,
} from '@engagex/domain/delivery-tests';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { RunDomainCheck } from '../domain-checks/index.ts';
import { TransportSelection } from '../transports/index.ts';
import { finishDeliveryTest, lastBefore, pruneDeliveryTests } from './delivery-tests.queries.ts';
import { weekAfter } from './repeat-delivery-tests.ts';
import { factsOf, type StoredDeliveryTest, type StoredProbe } from './stored-delivery-test.ts';

const kinds = {
  worse: 'delivery_test_worse',
  failed: 'delivery_test_failed',
  mended: 'delivery_test_mended',
} as const;

/** Ends a delivery test: its findings are kept, owners are told what changed, and the next one is in a week. */
@Injectable()
export class FinishDeliveryTest {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly checks: RunDomainCheck,
    private readonly transports: TransportSelection,
  ) {}

  /** @param until when it was taken by this worker: nothing happens when it is another's by now. */
  async finish(test: StoredDeliveryTest, probes: readonly StoredProbe[], until: Date): Promise<void> {
    const { id, domainId, transportId, reason } = test;
    const now = this.clock.now();
    const findings = findingsOf(factsOf(test, probes, now));
    const isEnded = await this.db.transaction(async () => {
      const before = await this.db.row<Remembered>(lastBefore, [domainId, transportId, id]);
      const { news, remembered } = (reason === 'launch' ? newsBeforeSending : newsOf)(findings, before);
      const ended = await this.db.rows(finishDeliveryTest, [
        id,
        until,
        JSON.stringify(findings),
        verdictOf(findings),
        JSON.stringify(remembered.known),
        JSON.stringify(remembered.worsened),
        now,
        weekAfter(now),
      ]);
      if (ended.length === 0) return false;
      await this.db.rows(pruneDeliveryTests, [domainId, transportId]);
      if (news) {
        const why = news.about.map(({ words }) => words).join('\n\n');
        await this.checks.tell(domainId, kinds[news.kind], why);
      }
      return true;
    });
    if (isEnded && isReplaced(findings, probes)) await this.#withoutReturnPath(transportId, findings);
  }

  async #withoutReturnPath(transportId: string, findings: readonly Finding[]): Promise<void> {
    const transport = await this.db.transaction(() => this.transports.forDeliveryTest(transportId));
    await transport?.losesReturnPath(findings.find(({ name }) => name === 'return_path')?.words ?? '');
  }
}

/** The server takes our return path and sends with another, and no bounce came. */
function isReplaced(findings: readonly Finding[], probes: readonly StoredProbe[]): boolean {
  const verdictOn = (wanted: Finding['name']) => findings.find(({ name }) => name === wanted)?.verdict;
  const wasTaken = probes.some(({ kind, returnPath }) => kind === 'arrival' && returnPath === 'ours');
  return wasTaken && verdictOn('return_path') === 'warn' && verdictOn('bounce') === 'warn';
}
