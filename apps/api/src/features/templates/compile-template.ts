import { createHash } from 'node:crypto';
import { convert } from 'html-to-text';
import mjml2html from 'mjml';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import { checkTemplate } from './check-template.ts';
import { addOpenPixel, addPostalAddress, addPostalAddressToText, addPreheader } from './insert-into-body.ts';
import { trackLinks, trackLinksInText } from './track-links.ts';

export type TemplateContent = Pick<Template, 'subject' | 'preheader' | 'format' | 'body' | 'textBody'>;

/** What a campaign is launched with: Liquid is still in it, everything that is the same for everyone is done. */
export interface CompiledTemplate {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Where the tracked links lead, by their position. */
  readonly links: readonly string[];
  readonly problems: readonly TemplateProblem[];
}

const maxCached = 50;
const cache = new Map<string, Promise<CompiledTemplate>>();

/** MJML to HTML, links to tracked slots, HTML to plain text. Takes tens of milliseconds, so recent results are kept. */
export function compileTemplate({
  subject,
  preheader,
  format,
  body,
  textBody,
}: TemplateContent): Promise<CompiledTemplate> {
  const content: TemplateContent = { subject, preheader, format, body, textBody };
  const key = createHash('sha256').update(JSON.stringify(content)).digest('base64');
  const known = cache.get(key);
  if (known) return known;
  const compiled = compile(content);
  const [oldest] = cache.keys();
  if (cache.size >= maxCached && oldest !== undefined) cache.delete(oldest);
  cache.set(key, compiled);
  return compiled;
}

async function compile(content: TemplateContent): Promise<CompiledTemplate> {
  const { html: plainHtml, problems } = await htmlOf(content);
  const { html, links } = trackLinks(plainHtml);
  const text = trackLinksInText(textFor(content, html), links);
  return {
    subject: content.subject,
    html: addOpenPixel(addPreheader(html, content.preheader)),
    text,
    links,
    problems: [...problems, ...checkTemplate(content, plainHtml)],
  };
}

/**
 * The body as HTML before anything is tracked, for previews too. MJML's own web fonts are left out: loading them would
 * tell a third party who reads.
 */
export async function htmlOf({
  format,
  body,
}: TemplateContent): Promise<{ html: string; problems: TemplateProblem[] }> {
  if (format === 'html') return { html: addPostalAddress(body), problems: [] };
  try {
    const { html, errors } = await mjml2html(body, { validationLevel: 'soft', ignoreIncludes: true, fonts: {} });
    return {
      html: addPostalAddress(html),
      problems: errors.map(({ line, message }) => ({ severity: 'warning', path: ['body'], message, line })),
    };
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
    return {
      html: '',
      problems: [{ severity: 'error', path: ['body'], message: `This is not valid MJML: ${message}` }],
    };
  }
}

/** A plain text part from HTML; Liquid passes through as it is. */
/** The plain text: the author's own, or what the HTML says. */
export function textFor({ textBody }: TemplateContent, html: string): string {
  return textBody ? addPostalAddressToText(textBody) : textOf(html);
}

function textOf(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'table', format: 'block' },
      ...['h1', 'h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}
