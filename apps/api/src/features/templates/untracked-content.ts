import { DomainError } from '@engagex/domain/shared';
import { compileTemplate, type TemplateContent } from './compile-template.ts';

export interface UntrackedContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Content with its Liquid still in it and nothing tracked. Throws what there is to mend, with line and column. */
export async function untrackedContent(content: TemplateContent): Promise<UntrackedContent> {
  const { subject, untracked, errors } = await compileTemplate(content);
  const [first] = errors;
  if (!first) return { subject, ...untracked };
  const place = first.line ? ` (${first.path.join('.')}, line ${first.line})` : '';
  throw new DomainError('invalid', 'message.content', `${first.message}${place}`, { errors });
}
