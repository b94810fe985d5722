import { DomainError } from '@engagex/domain/shared';
import { type TemplateContent, writeUntracked } from './compile-template.ts';

export interface UntrackedContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Content with its Liquid still in it and nothing tracked. Throws what there is to mend, with line and column. */
export async function untrackedContent(content: TemplateContent): Promise<UntrackedContent> {
  const { html, text, errors } = await writeUntracked(content);
  const [first] = errors;
  if (!first) return { subject: content.subject, html, text };
  const place = first.line ? ` (${first.path.join('.')}, line ${first.line})` : '';
  throw new DomainError('invalid', 'message.content', `${first.message}${place}`, { errors });
}
