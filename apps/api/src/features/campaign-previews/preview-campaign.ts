import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { Campaign, nameOfVariant, type VariantName } from '@engagex/domain/campaigns';
import { contactHandle } from '@engagex/domain/contacts';
import { languageForReader, unnamedLanguage } from '@engagex/domain/documents';
import { conflict, DomainError, escapeHtml } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { callerMay } from '../../platform/http/caller.ts';
import { PreviewTemplate } from '../templates/index.ts';
import {
  CampaignAudience,
  CampaignsService,
  type CampaignVariant,
  peopleOfAudience,
  peopleOfLedger,
  variantNamed,
  variantsOfDraft,
} from '../campaigns/index.ts';
import { frozenContents, frozenLinks } from './preview-campaign.queries.ts';

interface Wanted {
  readonly variant?: VariantName | undefined;
  readonly contactId?: string | undefined;
  readonly templateId?: string | undefined;
  readonly language?: string | undefined;
}

interface Row {
  readonly id: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly externalId: string | null;
}

interface Written {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly language: string;
}

/** As it was frozen when the campaign was launched, with its links still to be put in. */
interface FrozenVariant extends Pick<CampaignVariant, 'name' | 'senderName'> {
  readonly frozen: Written & { readonly translations: readonly Written[] };
}

interface Said {
  readonly campaign: Campaign;
  readonly variants: readonly (CampaignVariant | FrozenVariant)[];
  readonly people: readonly Row[];
  readonly links: ReadonlyMap<number, string>;
}

/** Shows a campaign's message as one person sees it: as it would be sent now, or as it was sent. */
@Injectable()
export class PreviewCampaign {
  constructor(
    private readonly db: TenantDb,
    private readonly campaigns: CampaignsService,
    private readonly audience: CampaignAudience,
    private readonly previews: PreviewTemplate,
  ) {}

  /** Without a `contactId` it is the first person of the audience, or a sample person for anyone who may not see people. */
  async preview(id: string, { variant, contactId, templateId, language }: Wanted) {
    const { campaign, variants, people, links } = await this.db.transaction(() => this.#read(id, templateId));
    const chosen = variant ? variantNamed(variants, variant) : (variants[campaign.chosenVariant ?? 0] ?? variants[0]);
    if (!chosen) throw conflict('campaign.not-ready', 'Choose a template first.');
    const about = { contactId: contactId ?? people[0]?.id, campaignName: campaign.name, language };
    const shown =
      'frozen' in chosen
        ? await this.#frozen(chosen, about, links)
        : await this.previews.preview(chosen.content, about);
    const { person, ...message } = shown;
    return {
      ...message,
      variants: variants.flatMap(({ name }) => name ?? []),
      variant: chosen.name,
      languages: languagesOf(variants),
      from: { name: chosen.senderName ?? campaign.senderName, email: campaign.senderEmail },
      person: { id: about.contactId ?? null, name: nameOf(person), email: person.email },
      people: people.map((each) => ({ id: each.id, name: nameOf(each), detail: contactHandle(each) })),
    };
  }

  async #read(id: string, templateId: string | undefined): Promise<Said> {
    const campaign = await this.campaigns.get(id);
    const people = callerMay('contacts:read') ? await this.#people(campaign) : [];
    if (campaign.launchedAt === null) {
      if (templateId && !callerMay('templates:read')) throw mayNotReadTemplates();
      const draft = Object.assign(new Campaign(), campaign, { templateId: templateId ?? campaign.templateId });
      return { campaign, variants: await variantsOfDraft(this.db, draft), people, links: new Map() };
    }
    const rows = await this.db.rows<Frozen>(frozenContents, [id]);
    const links = await this.db.rows<{ position: number; url: string }>(frozenLinks, [id]);
    return {
      campaign,
      variants: rows.map(({ variant, senderName, ...frozen }) => ({
        name: campaign.abTest ? nameOfVariant(variant) : null,
        senderName,
        frozen,
      })),
      people,
      links: new Map(links.map(({ position, url }) => [position, url])),
    };
  }

  /** A few of those whom it is for, or who got it, to choose from. */
  async #people(campaign: Campaign): Promise<Row[]> {
    if (campaign.audience !== null) return this.db.rows<Row>(peopleOfLedger, [campaign.id]);
    if ((await this.audience.problems(campaign)).length > 0) return [];
    const parameters: unknown[] = [];
    const who = await this.audience.of(campaign, parameters);
    return this.db.rows<Row>(peopleOfAudience(who), parameters);
  }

  /** Links lead where they lead, not through our pages, and the tracking pixel is left out: whoever looks is not counted. */
  async #frozen({ frozen }: FrozenVariant, about: About, links: Said['links']) {
    const tracking = `https://links.invalid/${randomUUID()}`;
    const { html, text, ...shown } = await this.previews.written((reader) => frozenFor(frozen, reader), {
      ...about,
      tracking,
    });
    const slots = new RegExp(`${tracking}/(\\d+)`, 'g');
    const urlOf = (position: string) => links.get(Number(position)) ?? '#';
    return {
      ...shown,
      html: html
        .replaceAll(slots, (_, position: string) => escapeHtml(urlOf(position)))
        .replaceAll(new RegExp(`<img src="${tracking}[^>]*>`, 'g'), ''),
      text: text.replaceAll(slots, (_, position: string) => urlOf(position)),
    };
  }
}

interface Frozen extends Written {
  readonly variant: number;
  readonly senderName: string | null;
  readonly translations: readonly Written[];
}

function frozenFor(frozen: FrozenVariant['frozen'], reader: string | null): Written {
  const others = frozen.translations.map(({ language }) => language);
  const language = languageForReader(reader, { base: frozen.language, others });
  return frozen.translations.find((each) => each.language === language) ?? frozen;
}

/** Of all variants, since the language is chosen for each of them. */
function languagesOf(variants: readonly (CampaignVariant | FrozenVariant)[]): string[] {
  const languages = variants.flatMap((variant) => {
    if (!('frozen' in variant)) {
      const { base, others } = variant.content.languages ?? { others: [] };
      return base ? [base, ...others.map(({ language }) => language)] : [];
    }
    const { language, translations } = variant.frozen;
    return translations.length > 0 ? [language, ...translations.map((each) => each.language)] : [];
  });
  const named = [...new Set(languages)].filter((language) => language !== unnamedLanguage);
  return named.length > 1 ? named : [];
}

interface About {
  readonly contactId: string | undefined;
  readonly campaignName: string;
  readonly language: string | undefined;
}

function nameOf(person: {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}): string {
  const name = [person.firstName, person.lastName].filter(Boolean).join(' ');
  return name || (person.email ?? person.phone ?? '');
}

function mayNotReadTemplates(): DomainError {
  const message = 'To preview with another template you need permission to read templates (templates:read).';
  return new DomainError('forbidden', 'campaign.preview-template', message, {
    errors: [{ path: ['templateId'], message }],
  });
}
