import { DomainError } from '@engagex/domain/shared';
import { type ConvertedTemplate, problemsInLiquid } from '@engagex/domain/templates';
import { htmlOfMjml } from '../compile-template.ts';
import type { TemplateContent } from '../template-content.ts';
import { documentOfHtml } from './document-of-html.ts';

const longestPreheader = 500;

/** Code as a document. Throws `template.invalid` for MJML that cannot be read, and `document.…` for more than fits. */
export async function convertTemplate({
  format,
  body,
  preheader,
  textBody,
}: Omit<TemplateContent, 'subject'>): Promise<ConvertedTemplate> {
  const html = format === 'mjml' ? await htmlOf(body) : body;
  const { document, receipt } = documentOfHtml(html);
  const hidden = preheader === '' ? preheaderIn(receipt.losses) : null;
  const losses = receipt.losses
    .filter((loss) => loss !== hidden)
    .map((loss) => (format === 'mjml' ? { ...loss, line: null } : loss));
  const own = textBody.trim() === '' ? [] : [{ kind: 'plain_text' as const, words: textBody, line: null }];
  return {
    document,
    preheader: hidden?.words ?? preheader,
    receipt: { ...receipt, losses: [...losses, ...own] },
  };
}

async function htmlOf(body: string): Promise<string> {
  const { html, problems } = await htmlOfMjml(body);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first) throw new DomainError('invalid', 'template.invalid', first.message, { errors });
  return html;
}

/** Mail hides its preheader at its beginning. */
function preheaderIn<Loss extends { kind: string; words: string }>(losses: readonly Loss[]): Loss | null {
  const [first] = losses.filter(({ kind }) => kind === 'hidden');
  if (!first || first.words.length > longestPreheader) return null;
  return problemsInLiquid('preheader', first.words).length === 0 ? first : null;
}
