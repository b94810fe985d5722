import { Injectable } from '@nestjs/common';
import { type Campaign, nameOfVariant } from '@engagex/domain/campaigns';
import { hasLanguageOf, languageName, type MessageLanguages } from '@engagex/domain/documents';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { refusalOfContent } from '../../platform/sandbox/refusals.ts';
import { type Person, type ReviewedTemplate, TemplateSandbox } from '../templates/index.ts';
import { CampaignAudience } from './campaign-audience.ts';
import { type CampaignTemplates, variantsOf } from './campaign-variants.ts';
import { attributesUnknown, fullestPeople, languagesOfAudience } from './campaigns.queries.ts';

/** What one variant of a campaign says; a campaign without a test has one. */
export interface VariantContent {
  readonly senderName: string | null;
  readonly content: ReviewedTemplate;
}

interface ContentContext {
  readonly people: readonly Person[];
  readonly organization: { readonly name: string; readonly postal_address: string | null };
  readonly timeZone: string;
}

/** Prepares what a campaign would say and renders it for some of its people. Outside of any transaction, since it takes its time. */
@Injectable()
export class ReviewContents {
  constructor(
    private readonly db: TenantDb,
    private readonly audience: CampaignAudience,
    private readonly sandbox: TemplateSandbox,
  ) {}

  /** The people of the audience about whom most is known, of the first of them. In the open transaction. */
  async samples(campaign: Campaign): Promise<Person[]> {
    const parameters: unknown[] = [];
    const who = await this.audience.of(campaign, parameters);
    return this.db.rows<Person>(fullestPeople(who), parameters);
  }

  /** One content per variant that can be prepared at all, and everything that is wrong with any of them. */
  async review(
    campaign: Campaign,
    { template, ofVariants }: { template: Template; ofVariants: CampaignTemplates['ofVariants'] },
    context: ContentContext,
  ): Promise<{ contents: readonly VariantContent[]; problems: readonly TemplateProblem[] }> {
    const contents: VariantContent[] = [];
    const refusals: TemplateProblem[] = [];
    for (const { senderName, content } of variantsOf(campaign, template, ofVariants)) {
      try {
        const input = { content, ...context, campaign: { name: campaign.name } };
        contents.push({ senderName, content: await this.sandbox.run('review', input) });
      } catch (error) {
        const message = refusalOfContent(error);
        if (message === null) throw error;
        refusals.push({ severity: 'error', path: ['body'], message });
      }
    }
    const unknown = await this.db.transaction(() => this.#unknownAttributes(contents));
    const ofDocuments = [template, ...ofVariants.values()].flatMap((each) => each.problems);
    const unread = await this.#readersOfOthers(campaign, [template, ...ofVariants.values()], context);
    const problems = [...refusals, ...ofDocuments, ...problemsInContents(contents), ...unknown, ...unread];
    return { contents, problems };
  }

  /** People who read a language that the message is not in, of one that is in several. */
  async #readersOfOthers(campaign: Campaign, templates: readonly Template[], { people }: ContentContext) {
    const [languages] = templates.flatMap((each) => (each.languages?.others.length ? [each.languages] : []));
    if (!languages || people.length === 0) return [];
    const rows = await this.db.transaction(async () => {
      const parameters: unknown[] = [campaign.topicId, mostLanguages];
      const who = await this.audience.of(campaign, parameters);
      return this.db.rows<{ language: string; people: number }>(languagesOfAudience(who), parameters);
    });
    const known = { base: languages.base, others: languages.others.map(({ language }) => language) };
    return [...problemsWithReaders(rows, known), ...problemsWithOwnLines(campaign)];
  }

  async #unknownAttributes(contents: readonly VariantContent[]): Promise<TemplateProblem[]> {
    const names = [...new Set(contents.flatMap(({ content }) => content.attributes))];
    const rows = names.length > 0 ? await this.db.rows<{ name: string }>(attributesUnknown, [names]) : [];
    return rows.map(({ name }) => ({
      severity: 'warning',
      path: ['body'],
      message: `{{ contact.attributes.${name} }} is empty for everyone: no contact has an attribute of this name.`,
    }));
  }
}

const mostLanguages = 200;
const mostNamed = 5;

function problemsWithReaders(
  rows: readonly { readonly language: string; readonly people: number }[],
  known: MessageLanguages,
): TemplateProblem[] {
  const others = rows.filter(({ language }) => !hasLanguageOf(language, known));
  if (others.length === 0) return [];
  const named = others
    .slice(0, mostNamed)
    .map(({ language, people }) => `${languageName(language)} (${people.toLocaleString('en')})`);
  const more = others.length > mostNamed ? [`${others.length - mostNamed} more`] : [];
  const list = new Intl.ListFormat('en').format([...named, ...more]);
  const people = others.reduce((sum, each) => sum + each.people, 0);
  const message = `${people.toLocaleString('en')} ${people === 1 ? 'person reads' : 'people read'} a language this message is not in, and get it in ${languageName(known.base)}: ${list}.`;
  return [{ severity: 'advice', path: ['languages'], code: 'language_not_translated', message }];
}

function problemsWithOwnLines({ abTest, preheader }: Campaign): TemplateProblem[] {
  const isOwn = preheader !== '' || (abTest?.variants ?? []).some((each) => each.subject || each.preheader);
  if (!isOwn) return [];
  const message =
    'A subject or preheader entered in the campaign is sent in every language as it is. Leave it empty to use those of the template.';
  return [{ severity: 'warning', path: ['languages'], code: 'line_not_translated', message }];
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
              path: ['abTest', ...problem.path],
              message: `Variant ${nameOfVariant(index)}: ${problem.message}`,
            },
      ),
  );
}
