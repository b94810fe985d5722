import { Injectable } from '@nestjs/common';
import type { Attributes } from '@engagex/domain/contacts';
import { notFound } from '@engagex/domain/shared';
import { liquidProblem } from '@engagex/domain/templates';
import { TenantDb } from '@engagex/tenancy';
import { checkTemplate, liquidErrors } from './check-template.ts';
import { htmlOf, type TemplateContent, textFor } from './compile-template.ts';
import { addPreheader } from './insert-into-body.ts';
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
      organization: await this.db.row<{ name: string; postal_address: string | null }>(
        'select name, postal_address from organizations where id = current_organization()',
      ),
    }));
    const { html, problems } = await htmlOf(content);
    const found = [
      ...problems,
      ...(html || content.format === 'html' ? checkTemplate(content, html) : liquidErrors(content)),
    ];
    const empty = { subject: '', preheader: '', html: '', text: '' };
    if (found.some((problem) => problem.severity === 'error' && problem.line !== undefined))
      return { ...empty, problems: found };
    const variables = {
      contact: person,
      organization: organization ?? { name: '', postal_address: null },
      campaign: { name: 'Preview' },
      unsubscribe_url: '#',
      preferences_url: '#',
    };
    try {
      const parts = {
        subject: content.subject,
        html: addPreheader(html, content.preheader),
        text: textFor(content, html),
      };
      const preheader = prepareMessage({ subject: content.preheader, html: '', text: '' }).render(variables).subject;
      return { ...prepareMessage(parts).render(variables), preheader, problems: found };
    } catch (error) {
      const problem = liquidProblem(error);
      if (problem === null) throw error;
      const message = `This cannot be rendered: ${problem}`;
      return { ...empty, problems: [...found, { severity: 'error' as const, path: ['body'], message }] };
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
