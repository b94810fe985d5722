import { DomainError } from '@engagex/domain/shared';
import { LinkTargets, liquidProblem } from '@engagex/domain/templates';
import { gmailClipsAt } from '../checks/size.ts';
import { compileTemplate } from '../compile-template.ts';
import { prepareMessage, type PreparedMessage } from '../prepare-message.ts';
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
  readonly kind: 'empty' | 'broken_link' | 'clipped' | 'failed';
  readonly detail: string;
}

const longestDetail = 200;
const maxKept = 10;
const kept = new Map<string, Promise<PreparedMessage>>();

/** Renders the message for these people as it would be composed. Throws what keeps it from being sent to anybody. */
export async function renderEverybody({ content, people, ...context }: Everybody): Promise<FoundForPerson[]> {
  const message = await prepared(content, context.timeZone);
  return people.flatMap(({ id, ...contact }) => wrongFor(message, { ...context, contact, ...standInLinks }, id));
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
function prepared(content: TemplateContent, timeZone: string): Promise<PreparedMessage> {
  const key = JSON.stringify([content, timeZone]);
  const known = kept.get(key);
  if (known) return known;
  const message = compileTemplate(content).then((compiled) => {
    const [error] = compiled.errors;
    if (error) throw new DomainError('invalid', 'content.unreadable', error.message);
    return prepareMessage(compiled, timeZone);
  });
  const [oldest] = kept.keys();
  if (kept.size >= maxKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, message);
  return message;
}
