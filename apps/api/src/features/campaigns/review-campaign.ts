import { Injectable } from '@nestjs/common';
import { type Campaign, type CampaignReview, nameOfVariant, problemsWithFirstStage } from '@engagex/domain/campaigns';
import { Template, type TemplateProblem } from '@engagex/domain/templates';
import type { FinishTime, Receiver } from '@engagex/domain/transports';
import { TenantDb } from '@engagex/tenancy';
import { IsNull } from 'typeorm';
import { type CompiledTemplate, compileTemplate } from '../templates/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { countAudience, countReceivers } from './campaigns.queries.ts';
import { CampaignsService } from './campaigns.service.ts';
import { EstimateFinish } from './estimate-finish.ts';

/** What one variant of a campaign says; a campaign without a test has one. */
export interface VariantContent {
  readonly senderName: string | null;
  readonly content: CompiledTemplate;
}

/** What a campaign would be launched with: the review itself, and the content when there is a template. */
export interface Reviewed {
  readonly review: CampaignReview;
  readonly contents: readonly VariantContent[];
}

/** Says exactly what sending now would do, and what keeps it from being sent. Opens its own short transaction. */
@Injectable()
export class ReviewCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly audience: CampaignAudience,
    private readonly finish: EstimateFinish,
  ) {}

  async review(id: string): Promise<Reviewed> {
    const { campaign, template, templates, people, organization, finish } = await this.db.transaction(async () => {
      const found = await this.campaigns.get(id);
      return {
        campaign: found,
        template: await this.#templateOf(found.templateId),
        templates: await this.#templatesOf(found),
        people: await this.count(found),
        finish: await this.#finishOf(found),
        organization: await this.db.row<{ hasAddress: boolean; isDeleting: boolean }>(organizationState),
      };
    });
    const contents = template ? await contentsOf(campaign, template, templates) : [];
    const problems = [
      ...problemsOf(campaign, template, people),
      ...problemsWithFirstStage(campaign, people.people),
      ...(organization?.hasAddress ? [] : [noPostalAddress]),
      ...(organization?.isDeleting ? [deleting] : []),
      ...problemsInContents(contents),
    ];
    const ends = { expectedFinishAt: finish?.at.toISOString() ?? null, finishBecause: finish?.because ?? null };
    return { contents, review: { ...people, problems, subject: template?.subject ?? null, ...ends } };
  }

  /** Everyone the campaign is for, in the open transaction. */
  async count(campaign: Campaign): Promise<Pick<CampaignReview, 'audience' | 'people' | 'skipped'>> {
    const parameters: unknown[] = [campaign.topicId];
    const who = await this.audience.of(campaign, parameters);
    const rows = await this.db.rows<{ reason: string | null; people: number }>(countAudience(who), parameters);
    const skipped = Object.fromEntries(rows.flatMap(({ reason, people }) => (reason ? [[reason, people]] : [])));
    const people = rows.find(({ reason }) => reason === null)?.people ?? 0;
    return { audience: rows.reduce((sum, row) => sum + row.people, 0), people, skipped };
  }

  /** When it would be done if it were sent now. */
  async #finishOf(campaign: Campaign): Promise<FinishTime | null> {
    const parameters: unknown[] = [campaign.topicId];
    const who = await this.audience.of(campaign, parameters);
    const rows = await this.db.rows<{ receiver: Receiver; people: number }>(countReceivers(who), parameters);
    return this.finish.ifSentNow(campaign, new Map(rows.map(({ receiver, people }) => [receiver, people])));
  }

  /** The templates of its variants, by id. */
  async #templatesOf({ test }: Campaign): Promise<ReadonlyMap<string, Template>> {
    const found = await Promise.all((test?.variants ?? []).map(({ templateId }) => this.#templateOf(templateId)));
    return new Map(found.flatMap((template) => (template ? [[template.id, template]] : [])));
  }

  async #templateOf(templateId: string | null): Promise<Template | null> {
    return templateId ? this.db.repo(Template).findOneBy({ id: templateId, deletedAt: IsNull() }) : null;
  }
}

/** One content per variant; what a variant leaves empty is the campaign's. */
async function contentsOf(
  { test }: Campaign,
  template: Template,
  templates: ReadonlyMap<string, Template>,
): Promise<VariantContent[]> {
  if (!test) return [{ senderName: null, content: await compileTemplate(template) }];
  return Promise.all(
    test.variants.map(async ({ templateId, subject, preheader, senderName }) => {
      const { format, body, textBody, ...own } = (templateId && templates.get(templateId)) || template;
      const parts = { subject: subject || own.subject, preheader: preheader || own.preheader };
      return { senderName: senderName || null, content: await compileTemplate({ ...parts, format, body, textBody }) };
    }),
  );
}

/** What is wrong with several variants is said once, and of which it is wrong first. */
function problemsInContents(contents: readonly VariantContent[]): TemplateProblem[] {
  const told = new Set<string>();
  return contents.flatMap(({ content }, index) =>
    content.problems
      .filter(({ path, message, line }) => {
        const problem = `${path.join('.')} ${message} ${line}`;
        return told.has(problem) ? false : told.add(problem);
      })
      .map((problem) =>
        index === 0
          ? problem
          : {
              ...problem,
              path: ['test', ...problem.path],
              message: `Variant ${nameOfVariant(index)}: ${problem.message}`,
            },
      ),
  );
}

const organizationState = `
  select postal_address is not null as "hasAddress", deletes_at is not null as "isDeleting"
  from organizations where id = current_organization()`;

export const beingDeleted =
  'This organization is about to be deleted. An owner has to keep it before anything is sent.';

const deleting: TemplateProblem = { severity: 'error', path: ['organization'], message: beingDeleted };

const noPostalAddress: TemplateProblem = {
  severity: 'warning',
  path: ['postalAddress'],
  message: 'Set the postal address of your organization: many laws ask for it in bulk mail.',
};

function problemsOf(campaign: Campaign, template: Template | null, { people }: { people: number }): TemplateProblem[] {
  const error = (field: string, message: string): TemplateProblem => ({ severity: 'error', path: [field], message });
  const problems: TemplateProblem[] = [];
  if (!template) problems.push(error('templateId', 'Choose a template.'));
  if (!campaign.senderEmail) problems.push(error('senderEmail', 'Enter the address the message comes from.'));
  if (!campaign.senderName) problems.push(error('senderName', 'Enter the name the message comes from.'));
  if (campaign.groupIds.length + campaign.segmentIds.length === 0)
    problems.push(error('groupIds', 'Choose at least one group or segment.'));
  else if (people === 0)
    problems.push(error('groupIds', 'Nobody in this audience can be mailed. Choose another group or segment.'));
  return problems;
}
