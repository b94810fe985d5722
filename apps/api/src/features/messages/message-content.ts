import { Injectable } from '@nestjs/common';
import type { MessageInput } from '@engagex/domain/messages';
import { invalid } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';
import { contentOf, type TemplateContent, TemplateSandbox } from '../templates/index.ts';

/** What the Liquid of a message may read beside the variables of whoever sends it. */
export interface Person {
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly language?: string | null;
}

/** Writes a message: nothing in it is tracked. */
@Injectable()
export class MessageContent {
  constructor(private readonly sandbox: TemplateSandbox) {}

  /** Throws what there is to mend. Takes its time for MJML, so keep transactions out of it. */
  async write(
    input: MessageInput,
    template: Template | null,
    of: { contact: Person; organization: { name: string; postalAddress: string | null; timeZone: string } },
  ) {
    const content = template ? contentOf(template) : inlineOf(input);
    const { organization, contact } = of;
    const variables = {
      ...input.variables,
      contact,
      // Mail somebody asked for needs no postal address below it; a template that places it gets it.
      organization: {
        name: organization.name,
        postal_address: placesPostalAddress(content) ? organization.postalAddress : null,
      },
    };
    const subject = (template && input.subject) || null;
    const isTemplate = template !== null;
    const { timeZone } = organization;
    const order = { content, variables, subject, isTemplate, timeZone, language: contact.language ?? null };
    const { link, ...written } = await this.sandbox.run('write', order);
    if (template && link) {
      const words = `This template uses {{ ${link} }}, which transactional messages do not support. Use a template without it.`;
      throw invalid('message.template', words, [{ path: ['templateId'], message: words }]);
    }
    if (written.subject === '')
      throw invalid('message.content', 'The subject is empty with these variables. Send the variables it uses.');
    return written;
  }
}

/** An empty body is made of the text. */
function inlineOf({ subject = '', html = '', text = '' }: MessageInput): TemplateContent {
  return { subject, preheader: '', format: 'html', body: html, textBody: text };
}

function placesPostalAddress({ body, textBody }: TemplateContent): boolean {
  return [body, textBody].some((source) => source.includes('organization.postal_address'));
}
