import { isOtherwiseReachable, type TemplateProblem, webAddress } from '@engagex/domain/templates';
import { hasLiquid } from '../opaque-liquid.ts';
import { type Check, type CheckedMessage, type CheckedProblem, problemIn, shortened } from './checked-message.ts';

/** Names that lead nowhere, or only on the machine of the person who wrote them (RFC 2606, RFC 6761). */
const nowhere =
  /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0|10(\.\d+){3}|192\.168(\.\d+){2}|([^/]+\.)?(example\.(com|net|org)|example|test|invalid|localhost|local))$/i;
/** What editors and other tools leave where an address should stand. */
const leftover =
  /\[\[?[\w\s-]*\]?\]|\*\|[^|]*\|\*|%%[^%]*%%|<%|\byour[-_ ]?(link|url|site|domain)|\b(todo|tbd|xxx+|lorem)\b|^\{[^{%].*\}$/i;
/** Their addresses say nothing about where they lead, so that block lists have them. */
const shorteners = new Set([
  'bit.ly',
  'tinyurl.com',
  'goo.gl',
  't.co',
  'ow.ly',
  'is.gd',
  'buff.ly',
  'rb.gy',
  'cutt.ly',
  't.ly',
]);

/** Links that look as if they led nowhere, or as if nobody should follow them, by their words alone: nothing is asked over the network. */
export const checkLinks: Check = (message) => {
  const { hrefs } = message.made;
  const isWeb = (href: string) => Number(webAddress(href) !== null);
  const webFirst = hrefs.toSorted((one, other) => isWeb(other) - isWeb(one));
  const doubts = [...new Set(webFirst)].flatMap((href) => doubtAbout(href, message) ?? []);
  return onceEach([...doubts, ...insecure(message), ...disguised(message)]);
};

/** The same with http: and with https: is one problem. */
function onceEach(problems: readonly CheckedProblem[]): CheckedProblem[] {
  const told = new Set<string>();
  return problems.filter(({ message }) => {
    const key = message.replace(/http:/g, 'https:').replace(/\/$/, '');
    return told.has(key) ? false : told.add(key);
  });
}

function doubtAbout(href: string, { content }: CheckedMessage): CheckedProblem | null {
  const link = href.trim();
  const doubt = (code: string, message: string, leftovers?: readonly string[]) =>
    problemIn(content, { code, message, at: link, ...(leftovers && { leftovers }) });
  if (link === '') return doubt('link_empty', 'A link has no URL.');
  if (link === '#' || /^javascript:/i.test(link))
    return doubt('link_nowhere', `A link goes nowhere: ${link.slice(0, 20)}`);
  if (leftover.test(link))
    return doubt('link_placeholder', `A link still has a placeholder in it: ${shortened(link, 80)}`, [shortened(link)]);
  if (/\{\{|\{%/.test(link)) return null; // its address is not known before it is sent
  if (isOtherwiseReachable(link)) return null;
  if (!/^https?:\/\//i.test(link) || !URL.canParse(link))
    return doubt('link_not_web', `A link is not a web address: ${shortened(link, 80)}`);
  const { hostname } = new URL(link);
  if (nowhere.test(hostname))
    return doubt('link_placeholder', `A link leads to a placeholder or local address: ${shortened(link, 80)}`, [
      shortened(link),
    ]);
  if (shorteners.has(hostname.replace(/^www\./, '')))
    return doubt(
      'link_shortened',
      `Spam filters distrust shortened links. Use the full address instead of ${shortened(link, 80)}`,
    );
  return null;
}

/** One problem for each address, mended by its encrypted form. */
function insecure({ content, made: { hrefs } }: CheckedMessage): TemplateProblem[] {
  const plain = [...new Set(hrefs.map((href) => href.trim()))].filter(
    (href) => /^http:\/\//i.test(href) && URL.canParse(href) && !nowhere.test(new URL(href).hostname),
  );
  return plain.slice(0, 1).map((href) => {
    const more = plain.length > 1 ? ` and ${plain.length - 1} more` : '';
    return problemIn(content, {
      severity: 'advice',
      code: 'link_insecure',
      message: `A link is not encrypted (http:): ${shortened(href, 80)}${more}`,
      at: href,
      fix: {
        label: 'Use https',
        mend: { kind: 'replace', part: 'body', find: href, put: href.replace(/^http:/i, 'https:') },
      },
    });
  });
}

/** Words that are a web address, and a link that leads to another site: what filters take for phishing. */
function disguised({ content, read, made: { liquid } }: CheckedMessage): TemplateProblem[] {
  return read.texts.flatMap(({ words, href }) => {
    if (!href || hasLiquid(href) || hasLiquid(words) || !/^(https?:\/\/|www\.)\S+\.\S+$/i.test(words)) return [];
    const shown = webAddress(/^https?:/i.test(words) ? words : `https://${words}`);
    const target = webAddress(liquid.show(href));
    if (!shown || !target || siteOf(shown) === siteOf(target)) return [];
    const message = `A link shows one web address and leads to another, which filters take for phishing: ${shortened(words)}`;
    return [problemIn(content, { code: 'link_disguised', message, at: words })];
  });
}

function siteOf(url: string): string {
  return new URL(url).hostname.split('.').slice(-2).join('.');
}
