import { Injectable } from '@nestjs/common';
import type { Attributes } from '@engagex/domain/contacts';
import { notFound } from '@engagex/domain/shared';
import { liquidProblem } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { compileTemplate, type TemplateContent } from './compile-template.ts';
import { prepareMessage } from './prepare-message.ts';

interface Person {
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly phone: string | null;
  readonly language: string | null;
  readonly country: string | null;
  readonly attributes: Attributes;
}

interface Organization {
  readonly name: string;
  readonly postal_address: string | null;
  readonly timeZone: string;
}

const samplePerson: Person = {
  email: 'ada@example.com',
  first_name: 'Ada',
  last_name: 'Lovelace',
  phone: '+442079460000',
  language: 'en',
  country: 'GB',
  attributes: {},
};

/** Shows unsaved content as one person would get it; nothing in it is tracked. */
@Injectable()
export class PreviewTemplate {
  constructor(private readonly db: TenantDb) {}

  async preview(content: TemplateContent, contactId: string | undefined) {
    const { person, organization } = await this.db.transaction(async () => ({
      person: contactId ? await this.#person(contactId) : samplePerson,
      organization: await this.db.row<Organization>(
        'select name, postal_address, time_zone as "timeZone" from organizations where id = current_organization()',
      ),
    }));
    const { name = '', postal_address = null, timeZone = 'UTC' } = organization ?? {};
    const { subject, untracked, errors, problems } = await compileTemplate(content);
    const empty = { subject: '', preheader: '', html: '', text: '' };
    if (errors.length > 0) return { ...empty, problems: [...problems] };
    const variables = {
      contact: person,
      organization: { name, postal_address },
      campaign: { name: 'Preview' },
      unsubscribe_url: '#',
      preferences_url: '#',
    };
    try {
      const written = prepareMessage({ subject, ...untracked }, timeZone).render(variables);
      const preheader = prepareMessage({ subject: content.preheader, html: '', text: '' }, timeZone);
      return { ...written, preheader: preheader.render(variables).subject, problems: [...problems] };
    } catch (error) {
      const problem = liquidProblem(error);
      if (problem === null) throw error;
      const message = `This cannot be rendered: ${problem}`;
      return { ...empty, problems: [...problems, { severity: 'error' as const, path: ['body'], message }] };
    }
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
