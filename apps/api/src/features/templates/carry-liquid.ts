import { Parser } from 'htmlparser2';
import type { TemplateProblem } from '@engagex/domain/templates';
import { hasLiquid, type OpaqueLiquid, stretchesOf } from './opaque-liquid.ts';

/** Elements that keep what stands between their children when it is in mj-raw. */
const carrying = new Set([
  'mj-body',
  'mj-wrapper',
  'mj-section',
  'mj-group',
  'mj-column',
  'mj-hero',
  'mj-social',
  'mj-navbar',
  'mj-accordion',
]);
/** Elements that MJML reads for their children only: it drops the text between them. */
const structural = new Set([
  ...carrying,
  'mjml',
  'mj-head',
  'mj-attributes',
  'mj-html-attributes',
  'mj-selector',
  'mj-accordion-element',
  'mj-carousel',
]);
/** Tags that print nothing and open nothing: they mean the same at the beginning of the message. */
const movable = new Set(['assign', 'comment', '#']);

export interface CarriedLiquid {
  readonly mjml: string;
  /** What comes before everything else: it stood where MJML has no place for it. */
  readonly first: string;
  readonly problems: TemplateProblem[];
}

/**
 * MJML drops what stands between its elements, so a condition around a section would go and the section stay. Liquid
 * there is put into mj-raw, which keeps it. Where that does not work it is an error with its line.
 */
export function carryLiquid(mjml: string, liquid: OpaqueLiquid): CarriedLiquid {
  const open: string[] = [];
  const problems: TemplateProblem[] = [];
  let result = '';
  let first = '';
  let copied = 0;
  const carry = (text: string): string => {
    const parent = open.at(-1) ?? 'mjml';
    if (carrying.has(parent)) return `<mj-raw>${text}</mj-raw>`;
    const [token] = liquid.in(text);
    if (token?.name && movable.has(token.name)) first += text;
    else problems.push(problem(`Liquid has no effect between the parts of <${parent}>: ${token?.source}`, token?.line));
    return '';
  };
  const parser = new Parser(
    {
      onopentagname: (name) => void open.push(name),
      onclosetag: () => void open.pop(),
      ontext(text) {
        if (!open.every((name) => structural.has(name))) return;
        const at = parser.startIndex;
        const stray = stretchesOf(text).find((stretch) => !hasLiquid(stretch) && stretch.trim() !== '');
        if (stray) {
          const before = text.slice(0, text.indexOf(stray) + stray.search(/\S/));
          const line = liquid.lineOf(mjml, (mjml.slice(0, at) + before).split('\n').length);
          const words = `Text between the parts of <${open.at(-1) ?? 'mjml'}> is left out of the message: ${shortened(stray)}`;
          problems.push({ ...problem(words, line), severity: 'warning' });
        }
        if (!hasLiquid(text)) return;
        result += mjml.slice(copied, at);
        result += stretchesOf(text)
          .map((stretch) => (hasLiquid(stretch) ? carry(stretch) : stretch))
          .join('');
        copied = at + text.length;
      },
    },
    { recognizeCDATA: true, decodeEntities: false, recognizeSelfClosing: true, lowerCaseAttributeNames: false }, // as MJML reads it
  );
  parser.end(mjml);
  return { mjml: result + mjml.slice(copied), first, problems };
}

/** Liquid of the source that is nowhere in what MJML made of it. */
export function lostLiquid(source: string, html: string, liquid: OpaqueLiquid): TemplateProblem[] {
  const kept = new Set(liquid.in(html));
  const lost = liquid.in(source).filter((token) => !kept.has(token));
  return lost.map(({ source: words, line }) =>
    problem(`This Liquid would be missing from the message: ${words}`, line),
  );
}

function problem(message: string, line: number | null | undefined): TemplateProblem {
  return { severity: 'error', path: ['body'], message, ...(line && { line }) };
}

function shortened(text: string): string {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
}
