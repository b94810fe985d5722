import {
  personalLinkIn,
  problemsInCompiledLiquid,
  templateLimits,
  type TemplateProblem,
  webAddress,
} from '@engagex/domain/templates';
import { activeContent } from './active-content.ts';
import { carryLiquid, lostLiquid } from './carry-liquid.ts';
import { checkTemplate } from './checks/index.ts';
import { languageOfHtml } from './content-for-reader.ts';
import { liquidErrors } from './liquid-errors.ts';
import { type LinkPlace, linksIn, missingHrefsIn } from './find-links.ts';
import { addOpenPixel, addPostalAddress, addPostalAddressToText, addPreheader } from './insert-into-body.ts';
import { hasLiquid, OpaqueLiquid } from './opaque-liquid.ts';
import { keepRecent } from './keep-recent.ts';
import type { TemplateContent } from './template-content.ts';
import { type AddressOf, textOfHtml } from './text-of-html.ts';
import { Links, PlainLinks, trackLinks, trackLinksInText } from './track-links.ts';

/** What a campaign is launched with: Liquid is still in it, everything that is the same for everyone is done. */
export interface CompiledTemplate {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** That the message says it is in. */
  readonly language: string;
  /** The same with every link as the author wrote it and no pixel, for anyone who is not to be counted. */
  readonly untracked: { readonly html: string; readonly text: string };
  /** Where the tracked links lead, by their position; of one that depends on the person, its address with the Liquid. */
  readonly links: readonly string[];
  /** What keeps it from being stored and from being sent to anybody. Then the rest may be empty. */
  readonly errors: readonly TemplateProblem[];
  /** These and all else there is to fix before it is sent to many. */
  readonly problems: readonly TemplateProblem[];
}

/** What somebody sees before it is sent, and everything there is to fix; nothing in it is tracked. */
export type WrittenTemplate = Pick<CompiledTemplate, 'subject' | 'untracked' | 'language' | 'errors' | 'problems'>;

/** MJML to HTML, links to tracked slots, HTML to plain text. Takes tens of milliseconds, so recent results are kept. */
export const compileTemplate = keepRecent(compile);

/** The same for a preview, without what only mail that is tracked needs: an editor waits for it after each word. */
export const writeTemplate = keepRecent(writeForPreview);

async function compile(content: TemplateContent): Promise<CompiledTemplate> {
  const liquid = new OpaqueLiquid();
  const { html, text, written, errors, problems } = await write(content, liquid);
  const { subject } = content;
  if (errors.length > 0) return { ...nothing(content), errors, problems };
  const links = new Links(liquid, content.utm);
  const places = linksIn(html);
  const tracked = trackLinks(html, links, places);
  const parts = {
    html: addOpenPixel(addPreheader(tracked, content.preheader, liquid), liquid),
    text: content.textBody
      ? trackLinksInText(text, links)
      : textFor(content, tracked, liquid, addressIn(liquid, links.urls)),
  };
  const unsent = unsendable(parts, content, liquid);
  return {
    subject,
    html: liquid.show(parts.html),
    text: liquid.show(parts.text),
    language: languageOfHtml(html),
    untracked: written,
    links: links.urls,
    errors: unsent,
    problems: [...problems, ...unsent, ...foundIn(html, { content, liquid, places }), ...links.problems],
  };
}

async function writeForPreview(content: TemplateContent): Promise<WrittenTemplate> {
  const liquid = new OpaqueLiquid();
  const { html, written, errors, problems } = await write(content, liquid);
  if (errors.length > 0) return { ...nothing(content), errors, problems };
  const links = new Links(liquid, content.utm);
  const places = linksIn(html);
  trackLinks(html, links, places); // for its problems
  return {
    subject: content.subject,
    language: languageOfHtml(html),
    untracked: written,
    errors: [],
    problems: [...problems, ...foundIn(html, { content, liquid, places }), ...links.problems],
  };
}

interface Compiling {
  readonly content: TemplateContent;
  readonly liquid: OpaqueLiquid;
  readonly places: readonly LinkPlace[];
}

/** What the checks find. */
function foundIn(html: string, { content, liquid, places }: Compiling): TemplateProblem[] {
  const shown = (hrefs: readonly string[]) => hrefs.map((href) => liquid.show(href));
  const made = {
    html,
    liquid,
    hrefs: shown([...places.map(({ href }) => href), ...missingHrefsIn(html)]),
    seenHrefs: shown(places.filter(({ isForOutlook }) => !isForOutlook).map(({ href }) => href)),
  };
  return [...checkTemplate(content, made), ...activeIn(html, content, liquid)];
}

/**
 * The content as it is sent to one person who is not to be counted, with its Liquid still in it. Quicker than compiling
 * and not kept. With errors it must not be sent, and may be empty.
 */
export async function writeUntracked(content: TemplateContent): Promise<WrittenContent> {
  const liquid = new OpaqueLiquid();
  const { html, written, errors } = await write(content, liquid);
  const language = languageOfHtml(html);
  return { ...written, language, errors: errors.length > 0 ? errors : errorsIn(activeIn(html, content, liquid)) };
}

interface WrittenContent {
  readonly html: string;
  readonly text: string;
  readonly language: string;
  readonly errors: readonly TemplateProblem[];
}

/** Lines mean something to the person who wrote the HTML itself. */
function activeIn(html: string, { format }: TemplateContent, liquid: OpaqueLiquid): TemplateProblem[] {
  return activeContent(html, { lineOf: format === 'html' ? (line) => liquid.lineOf(html, line) : undefined });
}

/** The body as HTML and as text, with Liquid hidden and shown. */
async function write(content: TemplateContent, liquid: OpaqueLiquid) {
  const none = { html: '', text: '', written: { html: '', text: '' } };
  const unread = liquidErrors(content);
  if (unread.length > 0) return { ...none, errors: unread, problems: unread };
  const { html, problems } = await htmlOf(content, liquid);
  const unmade = errorsIn(problems);
  if (unmade.length > 0) return { ...none, errors: unmade, problems };
  const links = new PlainLinks(liquid, content.utm ?? '');
  const plain = content.utm ? trackLinks(html, links) : html;
  const text = textFor(content, plain, liquid, addressIn(liquid, []));
  const parts = {
    html: addPreheader(plain, content.preheader, liquid),
    text: content.textBody ? trackLinksInText(text, links) : text,
  };
  const written = { html: liquid.show(parts.html), text: liquid.show(parts.text) };
  const errors = unsendable(parts, content, liquid);
  return { html, text, written, errors, problems: [...problems, ...errors] };
}

function nothing({ subject }: TemplateContent): CompiledTemplate {
  return {
    subject,
    html: '',
    text: '',
    language: 'en',
    untracked: { html: '', text: '' },
    links: [],
    errors: [],
    problems: [],
  };
}

/**
 * The body as HTML with its Liquid hidden, before anything is tracked. MJML's own web fonts are left out: loading them
 * would tell a third party who reads.
 */
async function htmlOf(content: TemplateContent, liquid: OpaqueLiquid): Promise<Made> {
  const { html, problems } = await ownHtmlOf(content, liquid);
  return errorsIn(problems).length > 0 ? { html: '', problems } : { html: addPostalAddress(html, liquid), problems };
}

/** The HTML of MJML, with its Liquid and nothing added, for converting it; with errors it may be empty. */
export async function htmlOfMjml(body: string): Promise<Made> {
  const liquid = new OpaqueLiquid();
  const { html, problems } = await ownHtmlOf({ format: 'mjml', body }, liquid);
  return { html: liquid.show(html), problems };
}

async function ownHtmlOf(
  { format, body }: Pick<TemplateContent, 'format' | 'body'>,
  liquid: OpaqueLiquid,
): Promise<Made> {
  const source = liquid.hide(body);
  if (format === 'html') return { html: source, problems: [] };
  const tooMany = problemWithElements(body);
  if (tooMany) return { html: '', problems: [tooMany] };
  const { mjml, first, problems } = carryLiquid(source, liquid);
  try {
    const { default: mjml2html } = await import('mjml'); // a second of processor time, for anyone who uses it
    const made = await mjml2html(mjml, { validationLevel: 'soft', ignoreIncludes: true, fonts: {} });
    const html = first + made.html;
    const warnings = made.errors.map(({ line, message }) => ({
      severity: 'warning' as const,
      path: ['body'],
      message: liquid.show(message),
      line: liquid.lineOf(mjml, line),
    }));
    const lost = errorsIn(problems).length > 0 ? [] : lostLiquid(source, html, liquid);
    return { html, problems: [...problems, ...lost, ...warnings] };
  } catch (error) {
    if (error instanceof RangeError) throw error; // too deep or too long, which is said where it is caught
    const words = error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error);
    const message = `This is not valid MJML: ${liquid.show(words)}`;
    return { html: '', problems: [...problems, { severity: 'error', path: ['body'], message }] };
  }
}

/** What more elements are than a message needs, and MJML takes seconds for. */
function problemWithElements(body: string): TemplateProblem | null {
  let count = 0;
  for (const { index } of body.matchAll(/<mj-/gi)) {
    count += 1;
    if (count <= templateLimits.mjmlElements) continue;
    const message = `There are more MJML elements than the limit of ${templateLimits.mjmlElements.toLocaleString('en')}.`;
    return { severity: 'error', path: ['body'], message, line: body.slice(0, index).split('\n').length };
  }
  return null;
}

function errorsIn(problems: readonly TemplateProblem[]): TemplateProblem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

interface Made {
  readonly html: string;
  readonly problems: TemplateProblem[];
}

/** The plain text with its Liquid hidden: the author's own, or what the HTML says. */
function textFor(
  { textBody }: TemplateContent,
  html: string,
  liquid: OpaqueLiquid,
  addressOf: (href: string) => AddressOf | null,
): string {
  return textBody ? addPostalAddressToText(liquid.hide(textBody), liquid) : textOfHtml(html, liquid, addressOf);
}

/** How the text says where a link leads: a tracked one by its slot, whose position is that of its address in `urls`. */
function addressIn(liquid: OpaqueLiquid, urls: readonly string[]): (href: string) => AddressOf | null {
  const slot = /^\{\{ tracking \}\}\/(\d+)$/;
  return (href) => {
    const address = href.replaceAll(/[\t\n\r]/g, '').trim();
    if (address === '' || /^(#|javascript:)/i.test(address)) return null;
    const source = liquid.show(address);
    const position = slot.exec(source)?.[1];
    const target =
      position === undefined
        ? (webAddress(address) ?? personalLinkIn(source)?.source ?? source)
        : (urls[Number(position)] ?? '');
    const shown = hasLiquid(address) ? address : (webAddress(address) ?? address);
    return { shown: shown.replaceAll(' ', '%20'), target };
  };
}

/** What a person would be sent must be Liquid itself. Where it is none although its source is, the line says what to change. */
function unsendable(
  parts: { html: string; text: string },
  content: TemplateContent,
  liquid: OpaqueLiquid,
): TemplateProblem[] {
  const problems = (['html', 'text'] as const).flatMap((part) => {
    const [problem] = problemsInCompiledLiquid(part, liquid.show(parts[part]));
    if (!problem) return [];
    const shown = liquid
      .show(parts[part])
      .split('\n')
      .slice(0, (problem.line ?? 1) - 1)
      .join('\n');
    const line = liquid.lineAt(parts[part], shown.length + (problem.column ?? 1));
    const made = part === 'html' ? 'The message' : 'The plain text';
    return {
      severity: 'error' as const,
      path: [part === 'text' && content.textBody ? 'textBody' : 'body'],
      message: `${made} that is made of this cannot be sent: ${problem.message}`,
      ...(line !== null && { line }),
    };
  });
  return problems.slice(0, 1); // the text is made of the HTML, and has the same
}
