import { hasLanguageOf } from '@engagex/domain/documents';
import { DomainError } from '@engagex/domain/shared';
import { LinkTargets, liquidProblem } from '@engagex/domain/templates';
import { gmailClipsAt } from '../checks/size.ts';
import { compileLanguages } from '../compile-languages.ts';
import { type PreparedLanguages, prepareLanguages } from '../prepare-languages.ts';
import type { PreparedMessage } from '../prepare-message.ts';
import type { TemplateContent } from '../template-content.ts';
import { standInLinks, type RenderContext } from './prove-rendering.ts';
import type { Person } from './sample-people.ts';

type Everybody = RenderContext & {
  readonly content: TemplateContent;
  readonly people: readonly (Person & { readonly id: string })[];
};

/** Something wrong with one person's message. */
export interface FoundForPerson {
  readonly id: string;
  readonly kind: 'empty' | 'broken_link' | 'clipped' | 'failed' | 'other_language';
  readonly detail: string;
}

const longestDetail = 200;
const maxKept = 10;
const kept = new Map<string, Promise<PreparedLanguages>>();

/** Renders the message for these people as it would be composed. Throws what keeps it from being sent to anybody. */
export async function renderEverybody({ content, people, ...context }: Everybody): Promise<FoundForPerson[]> {
  const messages = await prepared(content, context.timeZone);
  const { languages } = content;
  const known = languages && { base: languages.base, others: languages.others.map(({ language }) => language) };
  return people.flatMap(({ id, ...contact }) => {
    const found = wrongFor(messages.for(contact.language), { ...context, contact, ...standInLinks }, id);
    if (!known || hasLanguageOf(contact.language, known)) return found;
    return [...found, { id, kind: 'other_language' as const, detail: contact.language ?? '' }];
  });
}

function wrongFor(message: PreparedMessage, variables: object, id: string): FoundForPerson[] {
  const targets = new LinkTargets();
  const found = (kind: FoundForPerson['kind'], detail = ''): FoundForPerson => ({
    id,
    kind,
    detail: detail.slice(0, longestDetail),
  });
  try {
    const values = message.valuesFor(variables, targets);
    return [
      ...message.emptyIn(values).map((name) => found('empty', name)),
      ...[...new Set(targets.broken)].map((href) => found('broken_link', href.trim())),
      ...(message.htmlBytesWith(values) > gmailClipsAt ? [found('clipped')] : []),
    ];
  } catch (error) {
    const problem = liquidProblem(error);
    if (problem === null) throw error;
    return [found('failed', problem)];
  }
}

/** The people of a campaign come in parts. */
function prepared(content: TemplateContent, timeZone: string): Promise<PreparedLanguages> {
  const key = JSON.stringify([content, timeZone]);
  const known = kept.get(key);
  if (known) return known;
  const message = compileLanguages(content).then((compiled) => {
    const [error] = compiled.errors;
    if (error) throw new DomainError('invalid', 'content.unreadable', error.message);
    return prepareLanguages(compiled, timeZone);
  });
  const [oldest] = kept.keys();
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, message);
  return message;
}
