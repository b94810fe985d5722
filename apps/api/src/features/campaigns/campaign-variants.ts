import { type Campaign, nameOfVariant, utmQuery, type VariantName } from '@engagex/domain/campaigns';
import { conflict, invalid } from '@engagex/domain/shared';
import { Template, type TemplateLanguages } from '@engagex/domain/templates';
import type { TenantDb } from '@engagex/tenancy';
import { contentOf, type TemplateContent } from '../templates/index.ts';

/** What one variant of a campaign is made of; a campaign without a test has one, which has no name. */
export interface CampaignVariant {
  readonly name: VariantName | null;
  /** Instead of the campaign's own. */
  readonly senderName: string | null;
  readonly content: TemplateContent;
}

/** What a campaign's messages are made of. */
export interface CampaignTemplates {
  /** The campaign's own; null when none is chosen, or it was deleted. */
  readonly own: Template | null;
  /** Those that variants have instead, by id. */
  readonly ofVariants: ReadonlyMap<string, Template>;
}

/** In the open transaction. */
export async function templatesOf(
  db: TenantDb,
  { templateId, abTest }: Pick<Campaign, 'templateId' | 'abTest'>,
): Promise<CampaignTemplates> {
  const find = async (id: string | null) => (id ? db.find(Template, id) : null);
  const own = await find(templateId);
  const found = await Promise.all((abTest?.variants ?? []).map((variant) => find(variant.templateId)));
  return { own, ofVariants: new Map(found.flatMap((each) => (each ? [[each.id, each]] : []))) };
}

/** What decides about the words of a campaign beside its template. */
export type CampaignWords = Pick<Campaign, 'name' | 'abTest' | 'preheader' | 'utm'>;

/** What a variant leaves empty is the campaign's, and what that leaves empty the template's. */
export function variantsOf(
  { name: campaignName, abTest, preheader: ofCampaign, utm: settings }: CampaignWords,
  template: Template,
  ofVariants: CampaignTemplates['ofVariants'],
): readonly CampaignVariant[] {
  const utm = utmQuery(settings, { name: campaignName });
  const contentFrom = (own: Template, said: { readonly subject: string; readonly preheader: string }) =>
    contentOf({
      ...contentOf(own),
      subject: said.subject || own.subject,
      preheader: said.preheader || ofCampaign || own.preheader,
      utm,
      languages:
        own.languages && withLines(own.languages, { subject: said.subject, preheader: said.preheader || ofCampaign }),
    });
  if (!abTest)
    return [{ name: null, senderName: null, content: contentFrom(template, { subject: '', preheader: '' }) }];
  return abTest.variants.map(({ templateId, senderName, ...said }, index) => {
    const own = (templateId && ofVariants.get(templateId)) || template;
    return { name: nameOfVariant(index), senderName: senderName || null, content: contentFrom(own, said) };
  });
}

/** A line that the campaign has itself is the same in all languages: nobody has translated it. */
function withLines(languages: TemplateLanguages, own: { readonly subject: string; readonly preheader: string }) {
  const others = languages.others.map((each) => ({
    ...each,
    ...(own.subject && { subject: null }),
    ...(own.preheader && { preheader: null }),
  }));
  return { ...languages, others };
}

/** The variants of a draft, for anyone who wants to see them before it is ready. Throws when there is no template. */
export async function variantsOfDraft(
  db: TenantDb,
  campaign: CampaignWords & Pick<Campaign, 'templateId'>,
): Promise<readonly CampaignVariant[]> {
  const { own, ofVariants } = await templatesOf(db, campaign);
  if (!campaign.templateId) throw conflict('campaign.not-ready', 'Choose a template first.');
  if (!own) throw conflict('campaign.not-ready', 'The template was deleted. Choose another.');
  return variantsOf(campaign, own, ofVariants);
}

/** The one that is asked for. Throws when the campaign has no such variant. */
export function variantNamed<Variant extends { readonly name: VariantName | null }>(
  variants: readonly Variant[],
  name: VariantName,
): Variant {
  const found = variants.find((each) => each.name === name);
  if (found) return found;
  const message = `There is no variant ${name} in this campaign.`;
  throw invalid('campaign.unknown-variant', message, [{ path: ['variant'], message }]);
}
