import { Injectable } from '@nestjs/common';
import { can, roles } from '@engagex/domain/accounts';
import {
  type AfterApproval,
  type ApprovalRequest,
  approvalsRoutes,
  assertMayDecide,
  assertUndecided,
  type Campaign,
  type CampaignStatus,
  type CampaignVersion,
  changesBetween,
  hasPassed,
  type Plan,
  stateOfApproval,
  whyNotDecide,
} from '@engagex/domain/campaigns';
import { conflict, DomainError, invalid } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { callerMay } from '../../platform/http/caller.ts';
import { Clock } from '../../ports/clock.ts';
import { Notifications } from '../notifications/index.ts';
import { wordsOfApproval, wordsOfDecision, wordsOfRequest } from './approval-words.ts';
import * as sql from './approvals.queries.ts';
import { isApproved, isRequired, versionOf } from './approved-version.ts';
import {
  assertStays,
  CampaignsService,
  LaunchCampaign,
  notReady,
  ReviewCampaign,
  type Reviewed,
} from '../campaigns/index.ts';
import { wordsOfVersion } from './version-words.ts';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface Row extends ApprovalRequest {
  readonly id: string;
  readonly version: CampaignVersion;
  readonly people: string;
  readonly askedBy: Person;
  readonly askedAt: Date;
  readonly note: string;
  readonly onApproval: AfterApproval;
  readonly decidedBy: Person | null;
  readonly decidedAt: Date | null;
  readonly decisionNote: string;
}

interface RowOfCampaign extends Row {
  readonly campaign: {
    readonly id: string;
    readonly name: string;
    readonly status: CampaignStatus;
    readonly startsAt: string | null;
  };
}

interface Approving {
  readonly approvalId: string;
  readonly note: string;
  readonly expectedPeople?: number | undefined;
  readonly plan?: Plan | undefined;
  readonly acceptedTestId?: string | undefined;
}

const rolesThatDecide = roles.filter((role) => can(role, approvalsRoutes.approve.permission));
/** How long a decision is shown to the requester as news. */
const newsMs = 7 * 24 * 3_600_000;
const aYearMs = 365 * 24 * 3_600_000;

/** Approval of a draft by another member before it is sent. It covers exactly one version. */
@Injectable()
export class CampaignApprovals {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
    private readonly launcher: LaunchCampaign,
    private readonly notifications: Notifications,
  ) {}

  /** What to look at before approving. */
  async sheet(id: string) {
    const { review, templates } = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.get(id);
      const version = await versionOf(this.db, campaign, templates);
      const latest = await this.#latest(id);
      const approved = await this.db.row<Row>(sql.lastApproved, [id]);
      const largest = await this.db.row<{ people: string | null }>(sql.largestAudience, [id, this.#aYearAgo()]);
      return {
        isRequired: await isRequired(this.db),
        isApproved: await isApproved(this.db, id, version),
        latest: latest && shown(latest),
        whyNotDecide: latest ? whyNotDecide(deciderOf(campaign, latest)) : null,
        changedSince: latest && stateOfApproval(latest) === 'asked' ? whatChanged(latest.version, version) : [],
        isTimePassed: hasPassed(campaign.plan, this.clock.now(), review.timing.timeZone),
        deciders: await this.#deciders(latest?.askedBy.id ?? currentUserId(), campaign),
        changes: approved?.decidedAt ? await this.#changes(approved.decidedAt, approved.version, version) : null,
        people: review.people,
        largest: largest?.people ?? null,
        failedTest: review.failedTest,
      };
    });
  }

  /** Requests approval of the draft as it is now and notifies those who can decide. An earlier request for another version is withdrawn. */
  async ask(id: string, { note, onApproval }: { note: string; onApproval: AfterApproval }) {
    const { review, templates } = await this.reviewer.review(id);
    notReady(review);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      campaign.assertEditable();
      const version = await versionOf(this.db, campaign, templates);
      const latest = await this.#latest(id);
      if (latest && isOpen(latest)) {
        if (!differs(latest.version, version))
          throw conflict('approval.asked', 'Approval of this version was already requested.');
        await this.db.rows(sql.withdrawApproval, [id, this.clock.now()]);
      }
      const asker = memberId();
      const values = [id, JSON.stringify(version), review.people, asker, this.clock.now(), note, onApproval];
      await this.db.rows(sql.askApproval, values);
      noteAudit({ objectId: id, after: { approval: 'asked', people: review.people, ...(note && { note }) } });
      const asked = await this.#announced(id);
      const words = wordsOfRequest(asked, campaign.plan, review.timing.timeZone);
      await this.notifications.raise(id, 'approval_asked', words, { except: whoMayNot(asker, campaign) });
      return asked;
    });
  }

  async withdraw(id: string): Promise<void> {
    await this.campaigns.lock(id);
    const withdrawn = await this.db.rows(sql.withdrawApproval, [id, this.clock.now()]);
    if (withdrawn.length === 0) throw conflict('approval.none', 'There is no request to withdraw.');
    noteAudit({ after: { approval: 'withdrawn' } });
    afterCommit(() => this.campaigns.announce(id));
  }

  /**
   * Once, by another member, and only for the version that was asked about. It is sent or scheduled in the same
   * transaction when that was asked for: what is approved is on its way, and what cannot be sent is not approved.
   */
  async approve(id: string, { approvalId, note, plan, ...agreed }: Approving) {
    const reviewed = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      await assertStays(this.db);
      const { campaign, latest } = await this.#undecided(id, approvalId);
      await this.#assertSame(latest, await versionOf(this.db, campaign, reviewed.templates));
      const { timeZone } = reviewed.review.timing;
      const isLate = hasPassed(campaign.plan, this.clock.now(), timeZone);
      if (plan && !isLate) throw notLate();
      if (isLate && !plan && latest.onApproval === 'send') throw late();
      if (plan) await this.campaigns.save(Object.assign(campaign, { plan }));
      const version = plan ? JSON.stringify(await versionOf(this.db, campaign, reviewed.templates)) : null;
      await this.db.rows(sql.decideApproval, [latest.id, 'approved', memberId(), this.clock.now(), note, version]);
      noteAudit({ objectId: id, after: { approval: 'approved', ...(note && { note }) } });
      if (latest.onApproval === 'send')
        await this.launcher.sendApproved(campaign, plan ? inTime(reviewed) : reviewed, agreed);
      const decided = await this.#announced(id);
      const words = wordsOfApproval(decided, campaign, timeZone);
      await this.notifications.raise(id, 'approved', words, { only: [latest.askedBy.id] });
      return decided;
    });
  }

  /** Declines instead: it stays a draft, and the requester is told why. */
  async decline(id: string, { approvalId, note }: { approvalId: string; note: string }) {
    return this.db.transaction(async () => {
      const { latest } = await this.#undecided(id, approvalId);
      await this.db.rows(sql.decideApproval, [latest.id, 'declined', memberId(), this.clock.now(), note, null]);
      noteAudit({ objectId: id, after: { approval: 'declined', note } });
      const decided = await this.#announced(id);
      await this.notifications.raise(id, 'declined', wordsOfDecision(decided), { only: [latest.askedBy.id] });
      return decided;
    });
  }

  /** What waits for the caller, and the outcome of what they asked for. */
  async waiting() {
    const userId = currentUserId();
    const since = new Date(this.clock.now().getTime() - newsMs);
    const list = async (query: string, parameters: readonly unknown[]) =>
      (await this.db.rows<RowOfCampaign>(query, parameters)).map(withItsCampaign);
    const mine = await list(sql.askedBy, [userId, since]);
    return { waiting: callerMay('campaigns:send') ? await list(sql.waitingFor, [userId]) : [], mine };
  }

  async #undecided(id: string, approvalId: string): Promise<{ campaign: Campaign; latest: Row }> {
    const campaign = await this.campaigns.lock(id);
    const latest = await this.#latest(id);
    if (!latest || latest.id !== approvalId)
      throw conflict('approval.outdated', 'Approval was requested again since you opened this. Reload the page.');
    assertUndecided(latest);
    assertMayDecide(deciderOf(campaign, latest));
    return { campaign, latest };
  }

  async #assertSame(latest: Row, now: CampaignVersion): Promise<void> {
    const changed = whatChanged(latest.version, now);
    if (changed.length === 0) return;
    throw conflict(
      'approval.outdated',
      `This was changed after approval was requested (${changed.join(', ')}). Request approval again.`,
    );
  }

  async #announced(id: string) {
    afterCommit(() => this.campaigns.announce(id));
    const latest = await this.#latest(id);
    if (!latest) throw new Error('An approval was stored and is not there.');
    return shown(latest);
  }

  async #changes(since: Date, before: CampaignVersion, after: CampaignVersion) {
    const { fields, texts } = changesBetween(before, after);
    const words = await wordsOfVersion(this.db, [before, after]);
    const told = fields.map((field) => ({ field, before: words(field, before), after: words(field, after) }));
    return { since, fields: told, texts: [...texts] };
  }

  async #deciders(askerId: string | null, campaign: Campaign): Promise<number> {
    const found = await this.db.row<{ count: number }>(sql.countDeciders, [
      rolesThatDecide,
      whoMayNot(askerId, campaign),
    ]);
    return found?.count ?? 0;
  }

  async #latest(id: string): Promise<Row | null> {
    return (await this.db.row<Row>(sql.latestApproval, [id])) ?? null;
  }

  #aYearAgo(): Date {
    return new Date(this.clock.now().getTime() - aYearMs);
  }
}

function memberId(): string {
  const userId = currentUserId();
  if (userId) return userId;
  throw new DomainError('forbidden', 'approval.members-only', 'Only a member can request approval, not an API key.');
}

/** Those of whom `whyNotDecide` says so. */
function whoMayNot(askerId: string | null, { updatedById }: Campaign): string[] {
  return [askerId, updatedById].filter((each) => each !== null);
}

function whatChanged(before: CampaignVersion, after: CampaignVersion) {
  const { fields, texts } = changesBetween(before, after);
  return [...fields, ...texts.map(({ field }) => field)];
}

function differs(one: CampaignVersion, other: CampaignVersion): boolean {
  return whatChanged(one, other).length > 0;
}

/** Its time was changed, so what the review says about the old time no longer applies. */
function inTime({ review, ...reviewed }: Reviewed): Reviewed {
  return { ...reviewed, review: { ...review, problems: review.problems.filter(({ path }) => path[0] !== 'plan') } };
}

const late = () =>
  conflict('approval.time-passed', 'The time for this campaign has passed. Choose another time, or send it back.');

const notLate = () =>
  invalid('approval.other-time', 'The requested time has not passed yet. To change it, send the request back.', [
    { path: ['plan'], message: 'The requested time has not passed yet.' },
  ]);

function deciderOf({ updatedById }: Campaign, { askedBy }: Row) {
  return { userId: currentUserId(), askedById: askedBy.id, changedById: updatedById };
}

function isOpen({ decision, withdrawnAt }: ApprovalRequest): boolean {
  return withdrawnAt === null && decision !== 'declined';
}

function shown(of: Row) {
  const { version: _, decision, withdrawnAt, ...row } = of;
  return { ...row, people: Number(row.people), state: stateOfApproval({ decision, withdrawnAt }) };
}

function withItsCampaign({ campaign: { startsAt, ...campaign }, ...row }: RowOfCampaign) {
  return { ...shown(row), campaign: { ...campaign, startsAt: startsAt === null ? null : new Date(startsAt) } };
}
