import type { TemplateProblem } from '@engagex/domain/templates';
import type { CompiledTemplate } from './compile-template.ts';
import { webAddress } from './track-links.ts';

/** Names that lead nowhere, or only on the machine of the person who wrote them (RFC 2606, RFC 6761). */
const nowhere =
  /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0|([^/]+\.)?(example\.(com|net|org)|example|test|invalid|localhost))$/i;
/** What editors and other tools leave where an address should stand. */
const leftover =
  /\[\[?[\w\s-]*\]?\]|\*\|[^|]*\|\*|%%[^%]*%%|<%|\byour[-_ ]?(link|url|site|domain)|\b(todo|tbd|xxx+|lorem)\b|^\{[^{%].*\}$/i;

/** Links that look as if they led nowhere, by their words alone: nothing is asked over the network. */
export function doubtfulLinks({ hrefs }: Pick<CompiledTemplate, 'hrefs'>): TemplateProblem[] {
  const isWeb = (href: string) => Number(webAddress(href) !== null);
  const webFirst = hrefs.toSorted((one, other) => isWeb(other) - isWeb(one));
  const doubts = new Set(webFirst.flatMap((href) => doubtAbout(href) ?? []));
  return [...doubts].map((message) => ({ severity: 'warning', path: ['body'], message }));
}

function doubtAbout(href: string): string | null {
  const link = href.trim();
  if (link === '') return 'A link has no URL.';
  if (link === '#' || /^javascript:/i.test(link)) return `A link goes nowhere: ${link.slice(0, 20)}`;
  if (leftover.test(link)) return `A link still has a placeholder in it: ${shortened(link)}`;
  if (/\{\{|\{%/.test(link)) return null; // its address is not known before it is sent
  if (/^(mailto|tel|sms):./i.test(link) || link.startsWith('#')) return null;
  if (!/^https?:\/\//i.test(link) || !URL.canParse(link)) return `A link is not a web address: ${shortened(link)}`;
  return nowhere.test(new URL(link).hostname)
    ? `A link leads to a placeholder or local address: ${shortened(link)}`
    : null;
}

function shortened(link: string): string {
  return link.length > 80 ? `${link.slice(0, 79)}…` : link;
}
