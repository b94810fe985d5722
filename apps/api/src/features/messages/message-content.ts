import { Injectable } from '@nestjs/common';
import type { MessageInput } from '@engagex/domain/messages';
import { DomainError, invalid } from '@engagex/domain/shared';
import { liquidProblem, problemsInLiquid, type Template, variablesIn } from '@engagex/domain/templates';
import { escapeAroundLiquid, prepareMessage, type PreparedMessage, untrackedContent } from '../templates/index.ts';

type Content = Parameters<typeof untrackedContent>[0];

interface Prepared {
  readonly message: PreparedMessage;
  readonly showsPostalAddress: boolean;
}

/** What the Liquid of a message may read beside the variables of whoever sends it. */
export interface Person {
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
}

const maxPrepared = 100;

/** Writes a message: nothing in it is tracked, and its Liquid is read once for a template. */
@Injectable()
export class MessageContent {
  readonly #prepared = new Map<string, Prepared>();

  /** Throws what there is to mend. Takes its time for MJML, so keep transactions out of it. */
  async write(
    input: MessageInput,
    template: Template | null,
    of: { contact: Person; organization: { name: string; postalAddress: string | null; timeZone: string } },
  ) {
    const { organization, contact } = of;
    const { timeZone } = organization;
    const { message, showsPostalAddress } = template
      ? await this.#ofTemplate(template, timeZone)
      : await prepare(inlineOf(input), timeZone);
    const variables = {
      ...input.variables,
      contact,
      // Mail somebody asked for needs no postal address below it; a template that places it gets it.
      organization: {
        name: organization.name,
        postal_address: showsPostalAddress ? organization.postalAddress : null,
      },
    };
    const written = rendered(message, variables);
    if (template && input.subject)
      written.subject = rendered(prepareSubject(input.subject, timeZone), variables).subject;
    if (written.subject === '')
      throw invalid('message.content', 'The subject is empty with these variables. Name the ones it needs.');
    return written;
  }

  async #ofTemplate(template: Template, timeZone: string): Promise<Prepared> {
    const key = `${template.id} ${template.updatedAt.getTime()} ${timeZone}`;
    const known = this.#prepared.get(key);
    if (known) return known;
    const { subject, preheader, body, textBody } = template;
    const names = [subject, preheader, body, textBody].flatMap((source) => variablesIn(source));
    const link = names.find((name) => name === 'unsubscribe_url' || name === 'preferences_url');
    if (link) {
      const words = `This template uses {{ ${link} }}, which transactional messages do not have. Use a template without it.`;
      throw invalid('message.template', words, [{ path: ['templateId'], message: words }]);
    }
    const prepared = await prepare(template, timeZone);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= maxPrepared && oldest !== undefined) this.#prepared.delete(oldest);
    this.#prepared.set(key, prepared);
    return prepared;
  }
}

function inlineOf({ subject = '', html = '', text = '' }: MessageInput): Content {
  return { subject, preheader: '', format: 'html', body: html || asHtml(text), textBody: text };
}

/** Plain text as a program that shows HTML shows it. */
function asHtml(text: string): string {
  return `<div style="white-space:pre-wrap;font-family:sans-serif">${escapeAroundLiquid(text)}</div>`;
}

async function prepare(content: Content, timeZone: string): Promise<Prepared> {
  const showsPostalAddress = [content.body, content.textBody].some((source) =>
    source.includes('organization.postal_address'),
  );
  return { message: prepareMessage(await untrackedContent(content), timeZone), showsPostalAddress };
}

function prepareSubject(subject: string, timeZone: string): PreparedMessage {
  const [problem] = problemsInLiquid('subject', subject);
  if (problem) throw invalid('message.content', problem.message, [problem]);
  return prepareMessage({ subject, html: '', text: '' }, timeZone);
}

function rendered(message: PreparedMessage, variables: object) {
  try {
    return { ...message.render(variables) };
  } catch (error) {
    throw inWords(error);
  }
}

function inWords(error: unknown): unknown {
  const problem = liquidProblem(error);
  return problem === null ? error : new DomainError('invalid', 'message.content', problem, { cause: error });
}
