import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '@engagex/domain/shared';
import type { TemplateProblem } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { callerMay } from '../../platform/http/caller.ts';
import { refusalOfContent } from '../../platform/sandbox/refusals.ts';
import { type Person, samplePerson } from './sandbox/sample-people.ts';
import { TemplateSandbox } from './sandbox/template-sandbox.ts';
import type { TemplateContent, WrittenContent } from './template-content.ts';

interface Organization {
  readonly name: string;
  readonly postal_address: string | null;
  readonly timeZone: string;
}

interface WrittenFor {
  readonly contactId: string | undefined;
  readonly campaignName: string;
  readonly tracking: string;
  readonly language?: string | undefined;
}

interface PreviewedFor {
  readonly contactId?: string | undefined;
  readonly campaignName?: string | undefined;
  /** Instead of the person's. */
  readonly language?: string | undefined;
}

/** Shows unsaved content as one person would get it; nothing in it is tracked. */
@Injectable()
export class PreviewTemplate {
  constructor(
    private readonly db: TenantDb,
    private readonly sandbox: TemplateSandbox,
  ) {}

  /** The caller decides whose data it may show. What cannot be prepared is a problem of the content. */
  async preview(content: TemplateContent, { contactId, campaignName = 'Preview', language: chosen }: PreviewedFor) {
    const { person, variables, timeZone, language } = await this.#prepare(contactId, campaignName, chosen);
    try {
      return { person, language, ...(await this.sandbox.run('preview', { content, variables, timeZone, language })) };
    } catch (error) {
      return { person, language, ...refused(error) };
    }
  }

  /** The same of content that was compiled, chosen by the person's language; `tracking` is what its links begin with. */
  async written(
    contentFor: (reader: string | null) => WrittenContent,
    { contactId, campaignName, tracking, language: chosen }: WrittenFor,
  ) {
    const { person, variables, timeZone, language } = await this.#prepare(contactId, campaignName, chosen);
    const content = contentFor(language);
    try {
      const written = await this.sandbox.run('show', { content, variables: { ...variables, tracking }, timeZone });
      return { person, ...written, preheader: '', problems: [] };
    } catch (error) {
      return { person, ...refused(error) };
    }
  }

  async #prepare(contactId: string | undefined, campaignName: string, chosen: string | undefined) {
    if (contactId && !callerMay('contacts:read')) throw mayNotSeePeople();
    const { contact, organization } = await this.db.transaction(async () => ({
      contact: contactId
        ? await this.#person(contactId)
        : { ...samplePerson, language: chosen ?? samplePerson.language },
      organization: await this.db.row<Organization>(
        'select name, postal_address, time_zone as "timeZone" from organizations where id = current_organization()',
      ),
    }));
    const { name = '', postal_address = null, timeZone = 'UTC' } = organization ?? {};
    const variables = {
      contact,
      organization: { name, postal_address },
      campaign: { name: campaignName },
      unsubscribe_url: '#',
      preferences_url: '#',
      view_in_browser_url: '#',
    };
    const { first_name: firstName, last_name: lastName, email, phone } = contact;
    // A sample person reads whatever language the content is in.
    const language = chosen ?? (contactId ? contact.language : null);
    return { person: { firstName, lastName, email, phone }, variables, timeZone, language };
  }

  async #person(id: string): Promise<Person> {
    const person = await this.db.row<Person>(
      'select email, first_name, last_name, phone, language, country, attributes from contacts where id = $1 and deleted_at is null',
      [id],
    );
    if (!person) throw notFound('contact');
    return person;
  }
}

/** What cannot be made is a problem of the content. */
function refused(error: unknown) {
  const message = refusalOfContent(error);
  if (message === null) throw error;
  const problems: TemplateProblem[] = [{ severity: 'error', path: ['body'], message }];
  return { subject: '', preheader: '', html: '', text: '', problems };
}

function mayNotSeePeople(): DomainError {
  const message =
    'To preview as a contact you need permission to read contacts (contacts:read). Leave contactId out for a sample person.';
  return new DomainError('forbidden', 'template.preview-contact', message, {
    errors: [{ path: ['contactId'], message }],
  });
}
