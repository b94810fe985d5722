import { liquidProblemAt } from '@engagex/domain/templates';
import { writeTemplate } from '../compile-template.ts';
import { contentFor } from '../content-for-reader.ts';
import { prepareMessage } from '../prepare-message.ts';
import type { TemplateContent } from '../template-content.ts';

interface PreviewInput {
  readonly content: TemplateContent;
  readonly variables: object;
  readonly timeZone: string;
  /** The language of the reader; null: in that of the content. */
  readonly language: string | null;
}

/** The content as one person would get it, and everything there is to fix. Nothing in it is tracked. */
export async function previewOf({ content, variables, timeZone, language }: PreviewInput) {
  // In one language: while somebody writes, this is done again and again.
  const shown = contentFor(content, language);
  const { subject, untracked, errors, problems, ...compiled } = await writeTemplate(shown);
  const place = { timeZone, language: compiled.language };
  const empty = { subject: '', preheader: '', html: '', text: '' };
  if (errors.length > 0) return { ...empty, problems: [...problems] };
  try {
    const written = prepareMessage({ subject, ...untracked }, place).render(variables);
    const preheader = prepareMessage({ subject: shown.preheader, html: '', text: '' }, place);
    return { ...written, preheader: preheader.render(variables).subject, problems: [...problems] };
  } catch (error) {
    const problem = liquidProblemAt(error);
    if (problem === null) throw error;
    const message = `This cannot be rendered: ${problem.message}`;
    const at = content.format === 'html' && problem.line !== undefined ? { line: problem.line } : {};
    return { ...empty, problems: [...problems, { severity: 'error' as const, path: ['body'], message, ...at }] };
  }
}
