import { DomainError } from '@engagex/domain/shared';
import { liquidErrors } from './check-template.ts';
import { htmlOf, type TemplateContent, textFor } from './compile-template.ts';
import { addPreheader } from './insert-into-body.ts';

export interface UntrackedContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Content with its Liquid still in it and nothing tracked. Throws what there is to mend, with line and column. */
export async function untrackedContent(content: TemplateContent): Promise<UntrackedContent> {
  const errors = liquidErrors(content);
  if (errors.length === 0) {
    const { html, problems } = await htmlOf(content);
    errors.push(...problems.filter(({ severity }) => severity === 'error'));
    if (errors.length === 0)
      return { subject: content.subject, html: addPreheader(html, content.preheader), text: textFor(content, html) };
  }
  const [first] = errors;
  const place = first?.line ? ` (${first.path.join('.')}, line ${first.line})` : '';
  throw new DomainError('invalid', 'message.content', `${first?.message}${place}`, { errors });
}
