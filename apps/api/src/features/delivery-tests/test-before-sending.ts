import { Inject, Injectable } from '@nestjs/common';
import { type deliveryTestsRoutes, failuresToAccept } from '@engagex/domain/delivery-tests';
import { type AnswerOf, conflict, domainOf, spelledAddress } from '@engagex/domain/shared';
import { currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { TransportSelection } from '../transports/index.ts';
import { acceptedTest, acceptTest, domainByName, latestOfPair, transportOf } from './delivery-tests.queries.ts';
import { DeliveryTestsService } from './delivery-tests.service.ts';
import { type StoredDeliveryTest, summaryOf } from './stored-delivery-test.ts';

type Standing = AnswerOf<typeof deliveryTestsRoutes.ofSender>;

/** What a campaign is about to be sent from. */
interface Sent {
  readonly id: string;
  readonly senderEmail: string;
}

/** Delivery tests before many messages leave: one starts by itself, and whoever sends despite a failure has to say so. */
@Injectable()
export class TestBeforeSending {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly tests: DeliveryTestsService,
    private readonly transports: TransportSelection,
  ) {}

  /** What campaigns from this address would be handed to now, and how that was tested last. */
  async of(address: string): Promise<Standing> {
    const name = domainOf(spelledAddress(address.trim())).toLowerCase();
    const domain = await this.db.row<FoundDomain>(domainByName, [name]);
    const first = domain && (await this.transports.first());
    const transport = first && (await this.db.row<{ id: string; name: string }>(transportOf, [first.id]));
    if (!domain || !transport) return { pair: null, latest: null, isDue: false, failed: null };
    const latest = await this.db.row<LatestTest>(latestOfPair, [domain.id, transport.id]);
    const isKnown = latest?.isCurrent ?? false;
    // A domain that is not verified is asked about elsewhere, and without a host for bounces nothing can come back.
    const isTested = domain.isVerified && this.config.BOUNCE_HOST !== undefined;
    return {
      pair: { domainId: domain.id, domain: domain.domain, transportId: transport.id, transport: transport.name },
      latest: latest && summaryOf(latest),
      isDue: isTested && !isKnown,
      failed: domain.isVerified && latest && isKnown ? failedOf(latest) : null,
    };
  }

  /** What has to be accepted before this campaign is sent, and was not yet. */
  async failed({ id, senderEmail }: Sent): Promise<Standing['failed']> {
    const failed = senderEmail ? (await this.of(senderEmail)).failed : null;
    return failed && (await this.db.row(acceptedTest, [id, failed.id])) ? null : failed;
  }

  /** Starts a test unless what is set up now was tested or is. In the open transaction; nothing waits for it. */
  async ensure(address: string): Promise<void> {
    if (!address) return;
    const { pair, isDue } = await this.of(address);
    if (pair && isDue) await this.tests.begin(pair, 'launch');
  }

  /** In the transaction that sends or schedules a campaign: throws `campaign.delivery-test-failed`, or remembers what was accepted. */
  async assertAccepted(campaign: Sent, acceptedTestId: string | undefined): Promise<void> {
    await this.ensure(campaign.senderEmail);
    const failed = await this.failed(campaign);
    if (!failed) return;
    if (failed.id !== acceptedTestId) throw conflict('campaign.delivery-test-failed', notAccepted(failed));
    await this.db.rows(acceptTest, [campaign.id, failed.id, currentUserId(), this.clock.now()]);
    noteAudit({ after: { despite: failed.failures } });
  }

  /** Why a scheduled campaign does not start: a failure that nobody has accepted for it. */
  async problemWith(campaign: Sent): Promise<string | null> {
    const failed = await this.failed(campaign);
    return failed && notAccepted(failed);
  }
}

interface FoundDomain {
  readonly id: string;
  readonly domain: string;
  readonly isVerified: boolean;
}

interface LatestTest extends StoredDeliveryTest {
  /** It was made of what is set up now. */
  readonly isCurrent: boolean;
}

function failedOf({ id, state, findings }: StoredDeliveryTest): Standing['failed'] {
  const failures = state === 'done' ? failuresToAccept(findings ?? []).map(({ words }) => words) : [];
  return failures.length > 0 ? { id, failures } : null;
}

function notAccepted({ failures }: NonNullable<Standing['failed']>): string {
  return `The delivery test of the sender’s domain failed: ${failures.join(' ')} Fix it and run the test again, or send anyway.`;
}
