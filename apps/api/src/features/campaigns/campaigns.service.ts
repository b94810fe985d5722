import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import {
  Campaign,
  type CampaignDraft,
  type CampaignSummary,
  campaignSummary,
  campaignsRoutes,
  draftOf,
  type FirstStageDecision,
  type BounceAndComplaintCounts,
  type BounceAndComplaintRates,
  type PauseLimits,
  ratesOf,
  type VariantName,
  variantNames,
} from '@engagex/domain/campaigns';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { Template } from '@engagex/domain/templates';
import { afterCommit, currentUserId, type Question, rowsOf, TenantDb } from '@engagex/tenancy';
import { IsNull } from 'typeorm';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { jsonPage, jsonRows } from '../../platform/http/json-rows.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { Ledgers } from '../deliveries/index.ts';
import { Plans } from '../plans/index.ts';
import { assertUnused, keepReferences } from '../references/index.ts';
import { Senders } from '../transports/index.ts';
import { ApprovalGate } from './approval-gate.ts';
import {
  countsAndLimits,
  listCampaigns,
  sentCampaign,
  unknownGroups,
  unknownSegments,
  unknownTemplates,
  usualSettings,
} from './campaigns.queries.ts';
import { CampaignWakeUps } from './campaigns.jobs.ts';

type Draft = { readonly [field in keyof CampaignDraft]?: CampaignDraft[field] | undefined };

interface CountsRow extends BounceAndComplaintCounts {
  readonly acknowledged: BounceAndComplaintRates | null;
  readonly pauseAtBounces: number;
  readonly pauseAtComplaints: number;
  readonly pauseFrom: number;
}

const longestName = 100;

const audienceFields = ['groupIds', 'segmentIds', 'excludedGroupIds', 'excludedSegmentIds'] as const;

@Injectable()
export class CampaignsService {
  constructor(
    private readonly gate: ApprovalGate,
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly ledgers: Ledgers,
    private readonly wakeUps: CampaignWakeUps,
    private readonly senders: Senders,
    private readonly plans: Plans,
  ) {}

  async list({ status, archived, search, cursor, limit }: ParsedInputOf<typeof campaignsRoutes.list>) {
    const values = [status ?? null, search ?? null, readCursor(cursor), limit + 1, archived];
    const [rows] = await this.db.answersTo([
      jsonRows<{ id: string }>(campaignSummary, ['id'], { text: listCampaigns, values, isKept: true }),
    ]);
    return jsonPage(pageOf(rows, limit, (row) => row.id));
  }

  /** The newest ones. */
  recent(limit: number): Question<CampaignSummary[]> {
    return rowsOf<CampaignSummary>(listCampaigns, [null, null, null, limit, 'without']);
  }

  async get(id: string): Promise<Campaign> {
    const campaign = await this.db.find(Campaign, id);
    if (!campaign) throw notFound('campaign');
    return campaign;
  }

  /** The campaign with its row locked until the transaction ends: one move at a time. */
  async lock(id: string): Promise<Campaign> {
    const campaign = await this.db
      .repo(Campaign)
      .findOne({ where: { id, deletedAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
    if (!campaign) throw notFound('campaign');
    return campaign;
  }

  async create(draft: Draft): Promise<Campaign> {
    assertNotBoth(draft);
    if (draft.abTest) await this.plans.assertIncludes('ab_tests');
    await this.#assertPartsExist(draft);
    this.senders.assertNotReserved(draft.senderEmail ?? '', 'senderEmail');
    const userId = currentUserId();
    const usual = await this.db.row<Pick<Campaign, 'senderName' | 'senderEmail' | 'utm'>>(usualSettings);
    const settings = {
      senderName: draft.senderName || usual?.senderName || '',
      senderEmail: draft.senderEmail || usual?.senderEmail || '',
      utm: draft.utm === undefined ? (usual?.utm ?? null) : draft.utm,
    };
    return this.save(
      Object.assign(new Campaign(), withoutUndefined(draft), settings, { createdById: userId, updatedById: userId }),
    );
  }

  async update(
    id: string,
    changes: Draft,
    read: { readonly version?: string | undefined; readonly asAnswered: (campaign: Campaign) => unknown },
  ): Promise<Campaign> {
    const { version, asAnswered } = read;
    const campaign = await this.lock(id);
    const edited = { route: campaignsRoutes.update, lastChange: lastChangeOf('campaigns'), id, version } as const;
    await assertUnchanged(this.db, edited, async () => asAnswered(campaign));
    campaign.assertEditable();
    if (changes.abTest && !campaign.abTest) await this.plans.assertIncludes('ab_tests');
    // A draft from before this rule can still be changed elsewhere; nobody in it is mailed against anyone's will.
    if (audienceFields.some((field) => changes[field]))
      assertNotBoth({ ...draftOf(campaign), ...withoutUndefined(changes) });
    await this.#assertPartsExist(changes);
    this.senders.assertNotReserved(changes.senderEmail ?? '', 'senderEmail');
    const before = structuredClone(draftOf(campaign));
    Object.assign(campaign, withoutUndefined(changes), { updatedById: currentUserId() });
    if (!isDeepStrictEqual(before, draftOf(campaign))) await this.#changed(campaign);
    return this.save(campaign);
  }

  /** A draft like this campaign but for the `changes`, with no time set. */
  async duplicate(id: string, changes: Draft = {}): Promise<Campaign> {
    await keepReferences(this.db);
    const { name, ...draft } = draftOf(await this.get(id));
    const plan = { kind: 'now' } as const;
    const copy = { ...draft, name: `Copy of ${name}`.slice(0, longestName), plan, ...changes };
    const userId = currentUserId();
    const saved = await this.save(Object.assign(new Campaign(), copy, { createdById: userId, updatedById: userId }));
    noteAudit({ objectId: saved.id, after: { duplicateOf: name } });
    return saved;
  }

  /** Brings back, untouched, what has not started yet. */
  async unschedule(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.unschedule();
    return this.save(campaign);
  }

  async delete(id: string): Promise<void> {
    const campaign = await this.lock(id);
    campaign.assertEditable();
    await assertUnused(this.db, this.tables, 'campaign', id);
    await this.save(Object.assign(campaign, { deletedAt: this.clock.now(), updatedById: currentUserId() }));
  }

  async restore(id: string): Promise<Campaign> {
    await keepReferences(this.db);
    const campaign = await this.db.repo(Campaign).findOneBy({ id });
    if (!campaign) throw notFound('campaign');
    return this.save(Object.assign(campaign, { deletedAt: null, updatedById: currentUserId() }));
  }

  async archive(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.archive(this.clock.now());
    return this.save(Object.assign(campaign, { updatedById: currentUserId() }));
  }

  async unarchive(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.unarchive();
    return this.save(Object.assign(campaign, { updatedById: currentUserId() }));
  }

  async pause(id: string, reason: string | null = null): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.pause(reason);
    return this.save(campaign);
  }

  /** Whoever resumes has seen the rates, so it does not pause at once again; a roll-out that was stopped goes on. */
  async resume(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.resume(ratesOf((await this.bouncesAndComplaints(id)).counts));
    if (campaign.decision?.outcome === 'stopped' && campaign.isHeld) campaign.release(this.#releasedByMember());
    afterCommit(() => this.wakeUps.wake(id));
    return this.save(campaign);
  }

  /** Everyone who is held gets this variant. */
  async choose(id: string, name: VariantName): Promise<Campaign> {
    const campaign = await this.lock(id);
    const variant = variantNames.indexOf(name);
    if (variant >= (campaign.abTest?.variants.length ?? 0)) {
      const message = `There is no variant ${name} in this campaign.`;
      throw invalid('campaign.unknown-variant', message, [{ path: ['variant'], message }]);
    }
    const decision = { outcome: 'chosen', by: 'member', at: this.clock.now().toISOString(), variant: name } as const;
    campaign.release({ ...decision, why: `${name} was chosen by a member.` }, variant);
    afterCommit(() => this.wakeUps.wake(id));
    return this.save(campaign);
  }

  /** Everyone whom a roll-out holds has their turn now. */
  async release(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    if (campaign.abTest) throw conflict('campaign.choose', 'This campaign is an A/B test. Choose the variant to send.');
    campaign.release(this.#releasedByMember());
    if (campaign.status === 'paused') campaign.resume(ratesOf((await this.bouncesAndComplaints(id)).counts));
    afterCommit(() => this.wakeUps.wake(id));
    return this.save(campaign);
  }

  #releasedByMember(): FirstStageDecision {
    const at = this.clock.now().toISOString();
    return { outcome: 'released', by: 'member', at, variant: null, why: 'A member sent it to the rest.' };
  }

  /** What the campaign has done to people so far, what a person has let pass of it, and when it pauses automatically. */
  async bouncesAndComplaints(
    id: string,
  ): Promise<{ counts: BounceAndComplaintCounts; limits: PauseLimits; acknowledged: BounceAndComplaintRates | null }> {
    const row = await this.db.row<CountsRow>(countsAndLimits, [id]);
    if (!row) throw notFound('campaign');
    const { pauseAtBounces, pauseAtComplaints, pauseFrom, acknowledged, ...counts } = row;
    return {
      counts,
      acknowledged,
      limits: { bounces: pauseAtBounces, complaints: pauseAtComplaints, from: pauseFrom },
    };
  }

  /** Everyone not yet mailed is skipped: a few thousand at once, the rest by the worker. */
  async cancel(id: string): Promise<Campaign> {
    const campaign = await this.lock(id);
    campaign.cancel(this.clock.now());
    await this.save(campaign);
    if (!(await this.ledgers.skipRemaining(id))) afterCommit(() => this.wakeUps.wake(id));
    return campaign;
  }

  /** Stores a campaign and notifies everyone who watches it. */
  async save(campaign: Campaign): Promise<Campaign> {
    const saved = await this.db.repo(Campaign).save(campaign);
    afterCommit(() => this.announce(saved.id));
    return saved;
  }

  announce(id: string): void {
    this.live.publish('campaigns', id);
    this.live.publish('deliveries', id);
    this.live.publish('analytics');
  }

  /** What was asked for or approved, or could not start, is not what the draft says any more. */
  async #changed(campaign: Campaign): Promise<void> {
    campaign.pauseReason = null;
    await this.gate.withdraw(campaign.id);
  }

  async #assertPartsExist({ templateId, topicId, abTest, ...audience }: Draft): Promise<void> {
    await keepReferences(this.db);
    if (templateId && !(await this.db.repo(Template).existsBy({ id: templateId, deletedAt: IsNull() }))) {
      throw invalid('campaign.unknown-template', 'This template does not exist or was deleted. Choose another.', [
        { path: ['templateId'], message: 'Choose another template.' },
      ]);
    }
    if (topicId && !(await this.db.row('select 1 from topics where id = $1 and deleted_at is null', [topicId]))) {
      throw invalid('campaign.unknown-topic', 'This topic does not exist or was deleted. Choose another.', [
        { path: ['topicId'], message: 'Choose another topic.' },
      ]);
    }
    if (audience.notOpenedId && !(await this.db.row(sentCampaign, [audience.notOpenedId]))) {
      throw invalid('campaign.unknown-campaign', 'The campaign this one follows up does not exist or was not sent.', [
        { path: ['notOpenedId'], message: 'Choose a sent campaign.' },
      ]);
    }
    const templateIds = (abTest?.variants ?? []).flatMap((variant) => variant.templateId ?? []);
    if (templateIds.length > 0 && (await this.db.row(unknownTemplates, [templateIds]))) {
      throw invalid('campaign.unknown-template', 'The template of a variant does not exist or was deleted.', [
        { path: ['abTest'], message: 'Choose the templates of the variants again.' },
      ]);
    }
    const groupIds = [...(audience.groupIds ?? []), ...(audience.excludedGroupIds ?? [])];
    const segmentIds = [...(audience.segmentIds ?? []), ...(audience.excludedSegmentIds ?? [])];
    if (segmentIds.length > 0 && (await this.db.row(unknownSegments, [segmentIds]))) {
      throw invalid('campaign.unknown-segment', 'One of the segments does not exist or was deleted. Choose again.', [
        { path: ['segmentIds'], message: 'Choose the segments again.' },
      ]);
    }
    if (groupIds.length > 0 && (await this.db.row(unknownGroups, [groupIds]))) {
      throw invalid('campaign.unknown-group', 'One of the groups does not exist or was deleted. Choose again.', [
        { path: ['groupIds'], message: 'Choose the groups again.' },
      ]);
    }
  }
}

function withoutUndefined(changes: Draft): Draft {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

/** Refuses a confirmation whose number is no longer the number that would happen. */
export function assertExpected(expected: number | undefined, people: number): void {
  if (expected === undefined || expected === people) return;
  throw conflict(
    'campaign.audience-changed',
    `The number of people has changed from ${expected.toLocaleString('en')} to ${people.toLocaleString('en')}. Review the campaign again.`,
  );
}

/** Of a group that is in and out, nobody would be mailed; one of the two is a mistake. */
function assertNotBoth({ groupIds, segmentIds, excludedGroupIds, excludedSegmentIds }: Draft): void {
  const pairs = [
    ['group', 'excludedGroupIds', groupIds, excludedGroupIds],
    ['segment', 'excludedSegmentIds', segmentIds, excludedSegmentIds],
  ] as const;
  for (const [noun, path, included = [], excluded = []] of pairs) {
    if (!excluded.some((id) => included.includes(id))) continue;
    const message = `A ${noun} cannot be included and excluded at the same time. Remove it from one of them.`;
    throw invalid('campaign.audience-both', message, [{ path: [path], message }]);
  }
}
