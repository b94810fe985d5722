import { DomainError } from '@engagex/domain/shared';
import { writeUntracked } from './compile-template.ts';
import { escapeAroundLiquid } from './opaque-liquid.ts';
import type { TemplateContent, WrittenContent } from './template-content.ts';

/** Content with its Liquid still in it and nothing tracked; without a body it is made of the text. Throws what there is to fix, with line and column. */
export async function untrackedContent(content: TemplateContent, code = 'message.content'): Promise<WrittenContent> {
  const body = content.body || asHtml(content.textBody);
  const { html, text, language, errors } = await writeUntracked({ ...content, body });
  const [first] = errors;
  if (!first) return { subject: content.subject, html, text, language };
  const place = first.line ? ` (${first.path.join('.')}, line ${first.line})` : '';
  throw new DomainError('invalid', code, `${first.message}${place}`, { errors });
}

/** Plain text as a program that shows HTML shows it. */
function asHtml(text: string): string {
  return `<div style="white-space:pre-wrap;font-family:sans-serif">${escapeAroundLiquid(text)}</div>`;
}
