import { Injectable } from '@nestjs/common';
import {
  type ApprovalRequest,
  assertMayDecide,
  assertUndecided,
  type Campaign,
  type CampaignVersion,
  changesBetween,
  stateOfApproval,
  whyNotDecide,
} from '@engagex/domain/campaigns';
import { conflict, DomainError } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Clock } from '../../ports/clock.ts';
import * as sql from './approvals.queries.ts';
import { isApproved, isRequired, versionOf } from './approved-version.ts';
import { CampaignsService } from './campaigns.service.ts';
import { notReady, ReviewCampaign } from './review-campaign.ts';
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
  readonly decidedBy: Person | null;
  readonly decidedAt: Date | null;
  readonly decisionNote: string;
}

const aYearMs = 365 * 24 * 3_600_000;

/** The second look at a draft before it is sent. What is approved is one version of it, to the letter. */
@Injectable()
export class CampaignApprovals {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
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
        changes: approved?.decidedAt ? await this.#changes(approved.decidedAt, approved.version, version) : null,
        people: review.people,
        largest: largest?.people ?? null,
      };
    });
  }

  /** Asks for the draft as it is now. An earlier request for another version is taken back. */
  async ask(id: string, note: string) {
    const { review, templates } = await this.reviewer.review(id);
    notReady(review);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      campaign.assertEditable();
      const version = await versionOf(this.db, campaign, templates);
      const latest = await this.#latest(id);
      if (latest && isOpen(latest)) {
        const isSame = await this.db.row<{ yes: boolean }>('select $1::jsonb = $2::jsonb as yes', [
          JSON.stringify(version),
          JSON.stringify(latest.version),
        ]);
        if (isSame?.yes)
          throw conflict('approval.asked', 'Approval of this campaign, as it is, was already asked for.');
        await this.db.rows(sql.withdrawApproval, [id, this.clock.now()]);
      }
      const values = [id, JSON.stringify(version), review.people, memberId(), this.clock.now(), note];
      await this.db.rows(sql.askApproval, values);
      noteAudit({ objectId: id, after: { approval: 'asked', people: review.people, ...(note && { note }) } });
      return this.#announced(id);
    });
  }

  async withdraw(id: string): Promise<void> {
    await this.campaigns.lock(id);
    const withdrawn = await this.db.rows(sql.withdrawApproval, [id, this.clock.now()]);
    if (withdrawn.length === 0) throw conflict('approval.none', 'There is no request to take back.');
    noteAudit({ after: { approval: 'withdrawn' } });
    afterCommit(() => this.campaigns.announce(id));
  }

  /** Once, by another member, and only for the version that was asked about. */
  async decide(id: string, approvalId: string, decision: 'approved' | 'declined', note: string) {
    const { templates } = await this.reviewer.review(id);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(id);
      const latest = await this.#latest(id);
      if (!latest || latest.id !== approvalId)
        throw conflict('approval.outdated', 'Approval was asked for anew since you looked. Look again.');
      assertUndecided(latest);
      assertMayDecide(deciderOf(campaign, latest));
      const now = await versionOf(this.db, campaign, templates);
      if (decision === 'approved') await this.#assertSame(latest, now);
      await this.db.rows(sql.decideApproval, [latest.id, decision, memberId(), this.clock.now(), note]);
      noteAudit({ objectId: id, after: { approval: decision, ...(note && { note }) } });
      return this.#announced(id);
    });
  }

  async #assertSame(latest: Row, now: CampaignVersion): Promise<void> {
    const { fields, texts } = changesBetween(latest.version, now);
    if (fields.length + texts.length === 0) return;
    const changed = [...fields, ...texts.map(({ field }) => field)].join(', ');
    throw conflict(
      'approval.outdated',
      `Since this was asked for, it was changed (${changed}). Ask for approval anew.`,
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
  throw new DomainError('forbidden', 'approval.members-only', 'Only a member can ask for approval, not an API key.');
}

function deciderOf({ updatedById }: Campaign, { askedBy }: Row) {
  return { userId: currentUserId(), askedById: askedBy.id, changedById: updatedById };
}

function isOpen({ decision, withdrawnAt }: ApprovalRequest): boolean {
  return withdrawnAt === null && decision !== 'declined';
}

function shown(of: Row) {
  const { version: _, decision, withdrawnAt, ...row } = of;
  return { ...row, state: stateOfApproval({ decision, withdrawnAt }) };
}
