import { Injectable } from '@nestjs/common';
import {
  type Additions,
  type Campaign,
  type FollowUps,
  ratesOf,
  statusAfter,
  type CampaignVerb,
} from '@engagex/domain/campaigns';
import { type DeliveryState, type RetryReason } from '@engagex/domain/deliveries';
import { conflict } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { refreshStatistics } from '../../platform/statistics.ts';
import { Clock } from '../../ports/clock.ts';
import { Ledgers, settleUnknown } from '../deliveries/index.ts';
import { keepReferences } from '../references/index.ts';
import { ReceivingDomains } from '../transports/index.ts';
import * as sql from './follow-ups.queries.ts';
import { assertCovered } from '../approvals/index.ts';
import {
  assertExpected,
  assertStays,
  audienceDomains,
  CampaignAudience,
  CampaignsService,
  CampaignWakeUps,
  chains,
  countAudience,
  forgetWait,
  freezeAudience,
  noteMailboxProviders,
  type DueTimes,
  dueTimesOf,
} from '../campaigns/index.ts';

/**
 * Sends a sent campaign again to some, or to people added since. The campaign is locked and becomes `sending` in the
 * transaction that changes the ledger: a second caller finds it under way, and the sum closes at every moment.
 */
@Injectable()
export class AfterSending {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly audience: CampaignAudience,
    private readonly domains: ReceivingDomains,
    private readonly wakeUps: CampaignWakeUps,
    private readonly ledgers: Ledgers,
  ) {}

  async followUps(id: string): Promise<FollowUps> {
    await this.campaigns.get(id);
    const rows = await this.db.rows<{ state: DeliveryState; reason: string | null; people: number }>(
      sql.countFollowUps,
      [id],
    );
    const of = (state: DeliveryState, reason: RetryReason | null) =>
      rows.find((row) => row.state === state && row.reason === reason)?.people ?? 0;
    return {
      failed: {
        retries_exhausted: of('failed', 'retries_exhausted'),
        content: of('failed', 'content'),
        rejected: of('failed', 'rejected'),
      },
      unknown: of('unknown', null),
    };
  }

  /** People who failed for one of these reasons have their turn again; what came of it before stays with them. */
  async retry(id: string, reasons: readonly RetryReason[], expectedPeople: number | undefined): Promise<Campaign> {
    return this.#again(id, { verb: 'retry', expectedPeople, noted: { reasons } }, () =>
      this.db.affected(sql.retryFailed, [id, reasons]),
    );
  }

  /** A member decides that everyone who is unknown may get it twice. */
  async resend(id: string, note: string, expectedPeople: number): Promise<Campaign> {
    return this.#again(id, { verb: 'resend', expectedPeople, noted: { note } }, () =>
      this.db.affected(sql.resendUnknown, [id]),
    );
  }

  /** A member decides that everyone who is unknown counts as sent. Nothing is sent and the campaign stays as it is. */
  async settle(id: string, note: string, expectedPeople: number): Promise<Campaign> {
    const campaign = await this.campaigns.lock(id);
    statusAfter(campaign.status, 'settle');
    const row = await this.db.row<{ people: number }>(settleUnknown, [id, currentUserId(), note]);
    const people = row?.people ?? 0;
    if (people === 0) throw conflict('campaign.nobody', 'No delivery in this campaign is unknown anymore.');
    assertExpected(expectedPeople, people);
    noteAudit({ before: { unknown: people }, after: { unknown: 0, countedAsSent: people, note } });
    campaign.updatedById = currentUserId();
    return this.campaigns.save(campaign);
  }

  async #again(id: string, { verb, expectedPeople, noted }: Again, change: () => Promise<number>): Promise<Campaign> {
    await assertStays(this.db);
    const campaign = await this.campaigns.lock(id);
    campaign.reopen(verb, ratesOf((await this.campaigns.bouncesAndComplaints(id)).counts));
    const people = await change();
    if (people === 0) throw nobody();
    assertExpected(expectedPeople, people);
    noteAudit({ after: { people, ...noted } });
    return this.#open(campaign, people);
  }

  /** Who has come into the audience since, and does not get it because of what. */
  async additions(id: string): Promise<Additions> {
    const campaign = await this.campaigns.get(id);
    statusAfter(campaign.status, 'extend');
    const parameters: unknown[] = [campaign.topicId];
    const dueTimes = await this.#newcomers(campaign, parameters);
    const rows = await this.db.rows<{ reason: string | null; people: number }>(countAudience(dueTimes), parameters);
    return {
      people: rows.find(({ reason }) => reason === null)?.people ?? 0,
      skipped: Object.fromEntries(rows.flatMap(({ reason, people }) => (reason ? [[reason, people]] : []))),
    };
  }

  /** They get what was frozen, and the variant that was chosen; nobody waits for an hour or a decision. */
  async extend(id: string, expectedPeople: number | undefined): Promise<Campaign> {
    await this.domains.resolve(await this.db.transaction(() => this.#domainsOf(id)));
    return this.db.transaction(async () => {
      await assertStays(this.db);
      const campaign = await this.campaigns.lock(id);
      statusAfter(campaign.status, 'extend');
      await keepReferences(this.db);
      await assertCovered(this.db, id);
      const parameters: unknown[] = [id, campaign.topicId];
      const dueTimes = await this.#newcomers(campaign, parameters);
      const stage = campaign.firstStage === null ? 0 : 1;
      const added = await this.db.affected(freezeAudience(dueTimes, stage), parameters);
      campaign.extend(added, ratesOf((await this.campaigns.bouncesAndComplaints(id)).counts));
      await this.ledgers.rewind(id);
      const people = await this.#pending(id);
      if (people === 0) throw nobody();
      assertExpected(expectedPeople, people);
      noteAudit({ after: { people } });
      return this.#open(campaign, added);
    });
  }

  async #domainsOf(id: string): Promise<string[]> {
    const parameters: unknown[] = [];
    const { who } = await this.#newcomers(await this.campaigns.get(id), parameters);
    return (await this.db.rows<{ domain: string }>(audienceDomains(who), parameters)).map(({ domain }) => domain);
  }

  /** Everyone the audience means now and who is not in the ledger; their turn is at once. */
  async #newcomers(campaign: Campaign, parameters: unknown[]): Promise<DueTimes> {
    const who = await this.audience.of(campaign, parameters);
    const added = sql.notInLedger(who, `$${parameters.push(campaign.id)}::uuid`);
    return dueTimesOf(added, { plan: { kind: 'now' }, timeZone: 'UTC', plannedAt: this.clock.now() }, parameters);
  }

  /** Nothing was pending before, so these are all new. */
  async #pending(id: string): Promise<number> {
    const row = await this.db.row<{ people: number }>(
      `select count(*)::int as people from deliveries where campaign_id = $1 and state = 'pending'`,
      [id],
    );
    return row?.people ?? 0;
  }

  /** The worker goes on with it; whose mailboxes are in it is determined again. */
  async #open(campaign: Campaign, people: number): Promise<Campaign> {
    campaign.updatedById = currentUserId();
    const saved = await this.campaigns.save(campaign);
    await this.db.rows(noteMailboxProviders, [campaign.id]);
    await this.db.rows(forgetWait, [campaign.id]);
    for (let chain = 0; chain < chains; chain += 1) afterCommit(() => this.wakeUps.wake(campaign.id));
    afterCommit(() => refreshStatistics(this.db, 'deliveries', people));
    return saved;
  }
}

interface Again {
  readonly verb: Extract<CampaignVerb, 'retry' | 'resend'>;
  readonly expectedPeople: number | undefined;
  readonly noted: Readonly<Record<string, unknown>>;
}

const nobody = () => conflict('campaign.nobody', 'There is nobody to send it to now.');
