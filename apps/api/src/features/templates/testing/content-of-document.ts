import type { EmailDocument, RenderingOptions } from '@engagex/domain/documents';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import { madeOf } from '../made-of-document.ts';
import type { TemplateContent } from '../template-content.ts';

/** What a visual template would be compiled from, and what its document has to fix. */
export function contentOfDocument(
  { subject, preheader, document }: Pick<Template, 'subject' | 'preheader'> & { readonly document: EmailDocument },
  { brand, savedBlocks, ...options }: RenderingOptions,
): { readonly content: TemplateContent; readonly problems: readonly TemplateProblem[] } {
  const { body, languages, problems } = madeOf(
    { document, subject, preheader },
    { brand, savedBlocks: { get: (id) => savedBlocks?.(id) ?? undefined } },
    options,
  );
  return { content: { subject, preheader, format: 'mjml', body, textBody: '', languages }, problems };
}
