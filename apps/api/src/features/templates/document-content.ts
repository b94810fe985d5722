import { type EmailDocument, mjmlOfDocument, type RenderingOptions } from '@engagex/domain/documents';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import type { TemplateContent } from './template-content.ts';

/** A visual template: the document is the source, MJML and everything after it is made of it. */
export interface VisualContent extends Pick<Template, 'subject' | 'preheader'> {
  readonly document: EmailDocument;
}

/**
 * What mail is made of, for the compiler that reads MJML an author wrote; and what the document itself has to fix, where
 * `path` is `document` and the id of the block.
 */
export function contentOfDocument(
  { subject, preheader, document }: VisualContent,
  options: RenderingOptions,
): { readonly content: TemplateContent; readonly problems: readonly TemplateProblem[] } {
  const { mjml, problems } = mjmlOfDocument(document, options);
  return {
    content: { subject, preheader, format: 'mjml', body: mjml, textBody: '' },
    problems: problems.map(({ severity, id, message }) => ({ severity, path: ['document', id], message })),
  };
}
