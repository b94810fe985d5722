import { liquidProblemAt } from '@engagex/domain/templates';
import { compileTemplate } from '../compile-template.ts';
import { prepareMessage } from '../prepare-message.ts';
import type { TemplateContent } from '../template-content.ts';

interface PreviewInput {
  readonly content: TemplateContent;
  readonly variables: object;
  readonly timeZone: string;
}

/** The content as one person would get it, and everything there is to fix. Nothing in it is tracked. */
export async function previewOf({ content, variables, timeZone }: PreviewInput) {
  const { subject, untracked, errors, problems } = await compileTemplate(content);
  const empty = { subject: '', preheader: '', html: '', text: '' };
  if (errors.length > 0) return { ...empty, problems: [...problems] };
  try {
    const written = prepareMessage({ subject, ...untracked }, timeZone).render(variables);
    const preheader = prepareMessage({ subject: content.preheader, html: '', text: '' }, timeZone);
    return { ...written, preheader: preheader.render(variables).subject, problems: [...problems] };
  } catch (error) {
    const problem = liquidProblemAt(error);
    if (problem === null) throw error;
    const message = `This cannot be rendered: ${problem.message}`;
    const place = content.format === 'html' && problem.line !== undefined ? { line: problem.line } : {};
    return { ...empty, problems: [...problems, { severity: 'error' as const, path: ['body'], message, ...place }] };
  }
}
