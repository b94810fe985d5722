import { type EmailDocument, plain, section } from '../documents/index.ts';
import type { DraftContent } from './template-drafts.contract.ts';
import type { Mend } from './template-problem.ts';

/** What a mend changes: code, or a document with its subject and preheader. */
export interface Mendable {
  readonly subject: string;
  readonly preheader: string;
  readonly body: string;
  readonly textBody: string;
  /** Null for code. */
  readonly document: EmailDocument | null;
}

/** The same content with a problem mended; the content itself where there is nothing (any more) to mend. */
export function mended<Content extends Mendable>(content: Content, mend: Mend): Content {
  switch (mend.kind) {
    case 'replace':
      return replaced(content, mend);
    case 'fallback':
      return withFallback(content, mend);
    case 'unsubscribe_link':
      return withUnsubscribeLink(content);
  }
}

/** The same for what is being edited. */
export function mendedDraft(content: DraftContent, mend: Mend): DraftContent {
  const { body, ...mendedParts } = mended({ ...content, body: content.body ?? '' }, mend);
  return { ...mendedParts, body: content.body === null ? null : body };
}

function replaced<Content extends Mendable>(content: Content, { part, find, put }: Extract<Mend, { kind: 'replace' }>) {
  if (part === 'body' && content.document)
    return { ...content, document: mapStrings(content.document, (text) => text.replaceAll(find, () => put)) };
  return { ...content, [part]: content[part].replaceAll(find, () => put) };
}

function withFallback<Content extends Mendable>(
  content: Content,
  { variable, text }: Extract<Mend, { kind: 'fallback' }>,
) {
  const output = new RegExp(`\\{\\{(-?)\\s*${variable.replaceAll(/[.[\]"']/g, '\\$&')}\\s*(-?)\\}\\}`, 'g');
  const quoted = text.replaceAll('"', '');
  const inLiquid = (source: string) =>
    source.replaceAll(
      output,
      (_, begin: string, end: string) => `{{${begin} ${variable} | default: "${quoted}" ${end}}}`,
    );
  const parts = {
    subject: inLiquid(content.subject),
    preheader: inLiquid(content.preheader),
    textBody: inLiquid(content.textBody),
  };
  if (!content.document) return { ...content, ...parts, body: inLiquid(content.body) };
  return { ...content, ...parts, document: mapNodes(content.document, { variable, text }) };
}

const link = '<a href="{{ unsubscribe_url }}">Unsubscribe</a>';

/** At the end of the message. */
function withUnsubscribeLink<Content extends Mendable>(content: Content): Content {
  if (content.document) {
    const [first] = content.document.sections;
    if (!first) return content;
    const id = (name: string) => `${name}-${first.id}`.slice(0, 40);
    const blocks = [{ id: id('unsubscribe'), type: 'footer' as const, unsubscribe: plain('Unsubscribe') }];
    const footer = section.parse({ id: id('footer'), columns: [{ id: id('column'), blocks }] });
    return { ...content, document: { ...content.document, sections: [...content.document.sections, footer] } };
  }
  const end = [...content.body.matchAll(/<\/(mj-body|body)\s*>/gi)].at(-1);
  if (!end) return { ...content, body: `${content.body}\n<p>${link}</p>\n` };
  const isMjml = end[1]?.toLowerCase() === 'mj-body';
  const added = isMjml
    ? `<mj-section><mj-column><mj-text align="center" font-size="12px">${link}</mj-text></mj-column></mj-section>\n`
    : `<p style="text-align:center">${link}</p>\n`;
  return { ...content, body: content.body.slice(0, end.index) + added + content.body.slice(end.index) };
}

/** The same tree with its strings changed; ids and types contain nothing that a mend looks for. */
function mapStrings<Tree>(tree: Tree, change: (text: string) => string): Tree;
function mapStrings(tree: unknown, change: (text: string) => string): unknown {
  if (typeof tree === 'string') return change(tree);
  if (Array.isArray(tree)) return tree.map((each: unknown) => mapStrings(each, change));
  if (tree === null || typeof tree !== 'object') return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapStrings(value, change)]));
}

/** The same tree with a text for a variable wherever it has none. */
function mapNodes<Tree>(tree: Tree, fallback: { variable: string; text: string }): Tree;
function mapNodes(tree: unknown, fallback: { variable: string; text: string }): unknown {
  if (Array.isArray(tree)) return tree.map((each: unknown) => mapNodes(each, fallback));
  if (tree === null || typeof tree !== 'object') return tree;
  if ('name' in tree && 'fallback' in tree && tree.name === fallback.variable && tree.fallback === '')
    return { ...tree, fallback: fallback.text };
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, mapNodes(value, fallback)]));
}
