import { Inject, Injectable } from '@nestjs/common';
import { findingsOf, type RecordsFacts } from '@engagex/domain/delivery-tests';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { RunDomainCheck } from '../domain-checks/index.ts';
import { DomainsService } from '../domains/index.ts';
import { TransportSelection } from '../transports/index.ts';
import {
  abandonDeliveryTest,
  addProbes,
  forgetSubmitting,
  oneDeliveryTest,
  probesOf,
  recordSeen,
  recordSetup,
  release,
  senderOf,
  takeDeliveryTest,
  unseenArrivals,
} from './delivery-tests.queries.ts';
import { FinishDeliveryTest } from './finish-delivery-test.ts';
import { LookAtArrival } from './look-at-arrival.ts';
import { linkOf, SendProbes } from './send-probes.ts';
import { deadlineOf, factsOf, type StoredDeliveryTest, type StoredProbe } from './stored-delivery-test.ts';

/** Longer than its steps can take: a worker that is silent for this long has died. */
const leaseMs = 5 * 60_000;

/**
 * Takes a delivery test as far as it goes now: looks at the DNS, hands over its messages, looks at what came, and ends it when
 * nothing is waited for any more. Each step is in the rows before the next, so another worker can go on from there.
 */
@Injectable()
export class RunDeliveryTest {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly checks: RunDomainCheck,
    private readonly domains: DomainsService,
    private readonly transports: TransportSelection,
    private readonly probes: SendProbes,
    private readonly arrivals: LookAtArrival,
    private readonly ending: FinishDeliveryTest,
  ) {}

  /** Nothing happens unless it is due and no other worker is at it. */
  async run(id: string): Promise<void> {
    while (await this.#advance(id));
  }

  /** Resolves to whether something came meanwhile. */
  async #advance(id: string): Promise<boolean> {
    const until = new Date(this.clock.now().getTime() + leaseMs);
    const taken = await this.db.transaction(() => this.db.rows(takeDeliveryTest, [id, this.clock.now(), until]));
    if (taken.length === 0) return false;
    this.live.publish('delivery-tests', id);
    const begun = await this.#stored(id);
    if (begun.test.records === null) await this.#setUp(begun.test);
    await this.db.transaction(() => this.db.rows(forgetSubmitting, [id]));
    const set = await this.#stored(id);
    await this.probes.send(set.test, set.probes);
    this.live.publish('delivery-tests', id);
    await this.#lookAtArrivals(set.test);
    const isDue = await this.#settle(await this.#stored(id), until);
    this.live.publish('delivery-tests', id);
    return isDue;
  }

  /** Something keeps going wrong here: what is known is kept. */
  async giveUp(id: string, words: string): Promise<void> {
    const { test, probes } = await this.#stored(id);
    const findings = findingsOf(factsOf(test, probes, this.clock.now())).map((finding) =>
      finding.verdict === 'unknown' ? { ...finding, words: `The test could not be finished: ${words}` } : finding,
    );
    await this.db.transaction(() =>
      this.db.rows(abandonDeliveryTest, [id, JSON.stringify(findings), this.clock.now()]),
    );
    this.live.publish('delivery-tests', id);
  }

  async #stored(id: string): Promise<{ test: StoredDeliveryTest; probes: readonly StoredProbe[] }> {
    return this.db.transaction(async () => {
      const test = await this.db.row<StoredDeliveryTest>(oneDeliveryTest, [id]);
      if (!test) throw new Error('The domain of this test was deleted.');
      return { test, probes: await this.db.rows<StoredProbe>(probesOf, [[id]]) };
    });
  }

  async #setUp({ id, domainId, transportId }: StoredDeliveryTest): Promise<void> {
    await this.checks.now(domainId);
    const inboundHost = this.config.BOUNCE_HOST ?? null;
    await this.db.transaction(async () => {
      const seen = await this.domains.get(domainId);
      const transport = await this.transports.forDeliveryTest(transportId);
      const provider = transport?.provider ?? null;
      const row = await this.db.row<{ sender: string }>(senderOf, [domainId]);
      await this.db.rows(recordSetup, [id, row?.sender, inboundHost, provider, JSON.stringify(recordsFactsOf(seen))]);
      if (inboundHost) await this.db.rows(addProbes, [id, provider ? ['arrival'] : ['arrival', 'bounce']]);
    });
  }

  async #lookAtArrivals({ id, domain, inboundHost }: StoredDeliveryTest): Promise<void> {
    const unseen = await this.db.transaction(() => this.db.rows<{ id: string; raw: Buffer }>(unseenArrivals, [id]));
    for (const probe of unseen) {
      const seen = await this.arrivals.look(probe.raw, linkOf(domain, probe.id), inboundHost ?? domain);
      await this.db.transaction(() => this.db.rows(recordSeen, [probe.id, seen && JSON.stringify(seen)]));
    }
  }

  async #settle(
    { test, probes }: { test: StoredDeliveryTest; probes: readonly StoredProbe[] },
    until: Date,
  ): Promise<boolean> {
    const now = this.clock.now();
    const awaited = probes.flatMap((probe) => deadlineOf(probe) ?? []).filter((at) => at > now);
    const unseen = await this.db.transaction(() => this.db.rows(unseenArrivals, [test.id]));
    if (awaited.length === 0 && unseen.length === 0) {
      await this.ending.finish(test, probes, until);
      this.live.publish('campaigns'); // some may be sent now, others no longer
      return false;
    }
    const next = new Date(Math.min(...awaited.map((at) => at.getTime()), unseen.length > 0 ? now.getTime() : Infinity));
    const released = await this.db.transaction(() =>
      this.db.rows<{ isDue: boolean }>(release, [test.id, until, next, this.clock.now()]),
    );
    return released[0]?.isDue ?? false;
  }
}

function recordsFactsOf({ records, spf, dmarc }: Awaited<ReturnType<DomainsService['get']>>): RecordsFacts {
  return {
    records: records.map(({ name, type, isRequired, standing, faults }) => ({
      name,
      type,
      isRequired,
      standing,
      words: faults.map(({ words }) => words).join(' '),
    })),
    spfFaults: spf?.faults.map(({ words }) => words) ?? [],
    dmarcPolicy: dmarc?.policy ?? null,
  };
}
