import { Injectable } from '@nestjs/common';
import {
  type AudienceCount,
  Campaign,
  type CampaignReview,
  localInStages,
  type PlanContext,
  problemsWithFirstStage,
  startOf,
} from '@engagex/domain/campaigns';
import { notIncluded } from '@engagex/domain/plans';
import { DomainError } from '@engagex/domain/shared';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import type { FinishTime, MailboxProvider } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { TestBeforeSending } from '../delivery-tests/index.ts';
import { Allowances, type Left, Plans } from '../plans/index.ts';
import { endWhenSlow } from '../segments/index.ts';
import { Senders } from '../transports/index.ts';
import { ApprovalGate } from './approval-gate.ts';
import { CampaignAudience, type ChosenGroups } from './campaign-audience.ts';
import { dueTimesOf } from './due-times.ts';
import { type CampaignTemplates, templatesOf, variantsOf } from './campaign-variants.ts';
import { tooMany } from './emails-left.ts';
import { countAudience, countMailboxProviders, planContext, subjectSent } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';
import { EstimateFinish } from './estimate-finish.ts';
import { ReviewContents, type VariantContent } from './review-contents.ts';

/** What a campaign would be launched with: the review itself, and the content when there is a template. */
export interface Reviewed {
  readonly review: CampaignReview;
  readonly contents: readonly VariantContent[];
  /** What the contents are made of: its own template, and those of its variants. */
  readonly templates: readonly Template[];
}

type Counted = Pick<CampaignReview, 'audience' | 'people' | 'skipped'> & {
  readonly local: { passed: number; withoutZone: number; firstAt: Date | null; lastAt: Date | null } | null;
};

interface Group {
  readonly reason: string | null;
  readonly people: number;
  readonly passed: number;
  readonly withoutZone: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

/** Says exactly what sending now would do, and what keeps it from being sent. Opens its own short transaction. */
@Injectable()
export class ReviewCampaign {
  constructor(
    private readonly gate: ApprovalGate,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly audience: CampaignAudience,
    private readonly finish: EstimateFinish,
    private readonly senders: Senders,
    private readonly contents: ReviewContents,
    private readonly tests: TestBeforeSending,
    private readonly allowances: Allowances,
    private readonly plans: Plans,
  ) {}

  async review(id: string): Promise<Reviewed> {
    const now = this.clock.now();
    const { campaign, template, templates, counted, context, ...state } = await this.db.transaction(async () => {
      const found = await this.campaigns.get(id);
      const { own, ofVariants } = await templatesOf(this.db, found);
      const all = [...(own ? [own] : []), ...ofVariants.values()];
      const context = await this.planContext();
      const missing = await this.audience.problems(found);
      return {
        campaign: found,
        template: own,
        templates: { all, ofVariants },
        context,
        missing,
        missingParts: await this.audience.problemsWithParts(found),
        counted: missing.length > 0 ? nobodyCounted : await this.count(found, context, found.plannedAt ?? now),
        finish: found.plan.kind === 'now' && missing.length === 0 ? await this.#finishOf(found) : null,
        organization: await this.db.row<OrganizationState>(organizationState),
        samples: own && missing.length === 0 ? await this.contents.samples(found) : [],
        needsApproval: await this.gate.isClosed(found, all),
        sender: await this.senders.problemWith(found.senderEmail),
        receivers: await this.senders.warningAbout(found.senderEmail),
        failedTest: await this.tests.failed(found),
        repeated: await this.#repeated(found, own),
        left: await this.allowances.left(),
        withoutTests: found.abTest && found.status === 'draft' ? await this.plans.lacks('ab_tests') : null,
      };
    });
    const { name = '', postal_address = null } = state.organization ?? {};
    const { timeZone } = context;
    const said = { people: state.samples, organization: { name, postal_address }, timeZone };
    const { contents, problems: inContents } = template
      ? await this.contents.review(campaign, { template, ofVariants: templates.ofVariants }, said)
      : { contents: [], problems: [] };
    const { local, ...people } = counted;
    const { startsAt, problem } = startIf(campaign, now, context);
    const problems = [
      ...state.missingParts,
      ...state.missing,
      ...problemsOf(campaign, template, people, state.missing.length > 0),
      ...(state.missing.length > 0 ? [] : problemsWithFirstStage(campaign, people.people)),
      ...(problem ? [problem] : []),
      ...(state.sender ? [senderNotAllowed(state.sender)] : []),
      ...(state.receivers && !state.sender ? [senderWarning(state.receivers)] : []),
      ...(postal_address ? [] : [noPostalAddress]),
      ...(state.organization?.isDeleting ? [deleting] : []),
      ...inContents,
      ...state.repeated,
      ...beyondPlan(people.people, startsAt ?? now, state.left),
      ...(state.withoutTests ? [noTests(state.withoutTests.name)] : []),
    ];
    const timing = { ...context, startsAt: startsAt?.toISOString() ?? null, local: local && onTheWire(local) };
    const review = {
      ...people,
      problems,
      subject: template?.subject ?? null,
      variants: template ? saidOf(campaign, template, templates.ofVariants) : [],
      timing,
      expectedFinishAt: state.finish?.at.toISOString() ?? null,
      finishBecause: state.finish?.because ?? null,
      needsApproval: state.needsApproval,
      failedTest: state.failedTest,
      emailsLeft: state.left && { ...state.left, left: Math.max(0, state.left.left) },
    };
    return { contents, templates: templates.all, review };
  }

  /** Everyone the campaign is for, in the open transaction, by whose hour has passed at `plannedAt`. */
  async count(campaign: Campaign, { timeZone }: PlanContext, plannedAt: Date): Promise<Counted> {
    const parameters: unknown[] = [campaign.topicId];
    const who = await this.audience.of(campaign, parameters);
    const dueTimes = dueTimesOf(who, { plan: campaign.plan, timeZone, plannedAt }, parameters);
    const rows = await this.db.rows<Group>(countAudience(dueTimes), parameters);
    const skipped = Object.fromEntries(rows.flatMap(({ reason, people }) => (reason ? [[reason, people]] : [])));
    const mailed = rows.find(({ reason }) => reason === null);
    const { people = 0, passed = 0, withoutZone = 0, firstAt = null, lastAt = null } = mailed ?? {};
    const local = campaign.plan.kind === 'local' ? { passed, withoutZone, firstAt, lastAt } : null;
    return { audience: rows.reduce((sum, row) => sum + row.people, 0), people, skipped, local };
  }

  /** Whom a draft would reach with another audience, in the open transaction. Gives up when that takes too long. */
  async countWith(id: string, chosen: ChosenGroups): Promise<Omit<AudienceCount, 'asOf'> & { readonly asOf: Date }> {
    const asOf = this.clock.now();
    const draft = Object.assign(new Campaign(), await this.campaigns.get(id), chosen);
    await this.db.configure(endWhenSlow);
    const { audience, people, skipped } = await this.count(draft, await this.planContext(), draft.plannedAt ?? asOf);
    const isExcluding = draft.excludedGroupIds.length + draft.excludedSegmentIds.length > 0;
    const included = isExcluding ? await this.audience.countIncluded(draft) : audience;
    return { included, excluded: included - audience, people, skipped, asOf };
  }

  /** What the organization has set about time. */
  async planContext(): Promise<PlanContext> {
    const found = await this.db.row<PlanContext>(planContext);
    if (!found) throw new Error('A campaign belongs to an organization.');
    return found;
  }

  /** Whoever did not open it is seldom won by the same words. */
  async #repeated({ notOpenedId }: Campaign, template: Template | null): Promise<TemplateProblem[]> {
    if (!notOpenedId || !template) return [];
    const sent = await this.db.row<{ name: string; subject: string }>(subjectSent, [notOpenedId]);
    if (sent?.subject !== template.subject) return [];
    const message = `This is the subject these people did not open in “${sent.name}”. Write a different one.`;
    return [{ severity: 'warning', path: ['subject'], message }];
  }

  /** When it would be done if it were sent now. */
  async #finishOf(campaign: Campaign): Promise<FinishTime | null> {
    const parameters: unknown[] = [campaign.topicId];
    const who = await this.audience.of(campaign, parameters);
    const rows = await this.db.rows<{ mailboxProvider: MailboxProvider; people: number }>(
      countMailboxProviders(who),
      parameters,
    );
    return this.finish.ifSentNow(
      campaign,
      new Map(rows.map(({ mailboxProvider, people }) => [mailboxProvider, people])),
    );
  }
}

interface OrganizationState {
  readonly name: string;
  readonly postal_address: string | null;
  readonly isDeleting: boolean;
}

const organizationState = `
  select name, postal_address, deletes_at is not null as "isDeleting"
  from organizations where id = current_organization()`;

export const beingDeleted =
  'This organization is about to be deleted. An owner must cancel the deletion before anything can be sent.';

const deleting: TemplateProblem = { severity: 'error', path: ['organization'], message: beingDeleted };

const senderNotAllowed = (message: string): TemplateProblem => ({ severity: 'error', path: ['senderEmail'], message });

const senderWarning = (message: string): TemplateProblem => ({
  severity: 'warning',
  path: ['senderEmail'],
  message,
  code: 'sender_unverified',
});

const noPostalAddress: TemplateProblem = {
  severity: 'warning',
  path: ['postalAddress'],
  message: 'Set your organization’s postal address. Many laws require it in bulk mail.',
};

/** What keeps a campaign from being sent, as one error. */
export function notReady({ problems }: CampaignReview): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new DomainError('invalid', 'campaign.not-ready', errors[0]?.message ?? 'Something is missing.', { errors });
}

/** More people than emails are left in the plan, in the month in which they would be sent. */
function beyondPlan(people: number, at: Date, left: Left | null): TemplateProblem[] {
  if (!left || people <= left.left || at >= new Date(left.until)) return [];
  return [{ severity: 'error', path: ['groupIds'], message: tooMany(people, left) }];
}

/** The draft was made under another plan. One that is scheduled is sent as it was. */
const noTests = (plan: string): TemplateProblem => ({
  severity: 'error',
  path: ['abTest'],
  message: `${notIncluded(plan, 'ab_tests')} To send this campaign now, remove its test.`,
});

/** What each variant says, as somebody compares them. */
function saidOf(campaign: Campaign, template: Template, ofVariants: CampaignTemplates['ofVariants']) {
  return variantsOf(campaign, template, ofVariants).flatMap(({ name, senderName, content }) =>
    name === null ? [] : [{ name, subject: content.subject, senderName: senderName ?? campaign.senderName }],
  );
}

/** When it would start, or why its time is none. What is scheduled already has its time. */
function startIf({ plan, startsAt, abTest, rollout }: Campaign, now: Date, context: PlanContext) {
  if (startsAt) return { startsAt, problem: null };
  if (plan.kind === 'local' && (abTest || rollout)) {
    const problem: TemplateProblem = { severity: 'error', path: ['plan'], message: localInStages };
    return { startsAt: null, problem };
  }
  try {
    return { startsAt: startOf(plan, now, context), problem: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const problem: TemplateProblem = { severity: 'error', path: ['plan'], message: error.message };
    return { startsAt: null, problem };
  }
}

function onTheWire({ passed, withoutZone, firstAt, lastAt }: NonNullable<Counted['local']>) {
  return { passed, withoutZone, firstAt: firstAt?.toISOString() ?? null, lastAt: lastAt?.toISOString() ?? null };
}

/** Nobody can say how many. */
const nobodyCounted: Counted = { audience: 0, people: 0, skipped: {}, local: null };

/** What is chosen and gone was named already. */
function problemsOf(
  campaign: Campaign,
  template: Template | null,
  { people }: { people: number },
  isAudienceBroken: boolean,
): TemplateProblem[] {
  const error = (field: string, message: string): TemplateProblem => ({ severity: 'error', path: [field], message });
  const problems: TemplateProblem[] = [];
  if (!template && !campaign.templateId) problems.push(error('templateId', 'Choose a template.'));
  if (!campaign.senderEmail) problems.push(error('senderEmail', 'Enter the sender address.'));
  if (!campaign.senderName) problems.push(error('senderName', 'Enter the sender name.'));
  if (campaign.groupIds.length + campaign.segmentIds.length === 0)
    problems.push(error('groupIds', 'Choose at least one group or segment.'));
  else if (people === 0 && !isAudienceBroken)
    problems.push(error('groupIds', 'Nobody in this audience can be mailed. Choose another group or segment.'));
  return problems;
}
