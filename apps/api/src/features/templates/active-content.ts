import { Parser } from 'htmlparser2';
import type { TemplateProblem } from '@engagex/domain/templates';
import { attributesOf } from './find-links.ts';
import { withoutLiquid } from './opaque-liquid.ts';

/** Elements that run or load something of their own, or change where everything else leads. */
const active: ReadonlyMap<string, string> = new Map(
  Object.entries({
    script: 'Scripts do not run in email, and many servers reject messages that contain one. Remove <script>.',
    iframe: 'Mail apps do not show frames. Remove <iframe>.',
    frame: 'Mail apps do not show frames. Remove <frame>.',
    frameset: 'Mail apps do not show frames. Remove <frameset>.',
    object: 'Mail apps do not show embedded objects. Remove <object>.',
    embed: 'Mail apps do not show embedded objects. Remove <embed>.',
    applet: 'Mail apps do not show embedded objects. Remove <applet>.',
    base: 'This would change where every link leads, including the unsubscribe link. Remove <base>.',
  }),
);
const form = 'Most mail apps do not submit forms. Link to a page with the form instead.';
const refresh = 'A message cannot redirect. Remove <meta http-equiv="refresh">.';

/** Attributes whose value a mail program may follow or load. */
const addresses = new Set(
  (
    'href src action formaction background data poster cite longdesc lowsrc dynsrc xlink:href ping manifest codebase ' +
    'srcdoc srcset imagesrcset profile classid usemap'
  ).split(' '),
);
const scripts = /^(javascript|vbscript|livescript|mocha):/;
const scriptInStyle = /expression\s{0,20}\(|-moz-binding|behaviou?r\s{0,20}:|(?:java|vb)script:/;

interface Options {
  /** The author's line for one of this HTML; left out when they wrote something else, such as MJML. */
  readonly lineOf?: ((line: number) => number) | undefined;
}

/** What in HTML would run, load or lead somewhere on its own, Liquid hidden or rendered; mail programs block it and filters count it against the sender. */
export function activeContent(html: string, { lineOf }: Options = {}): TemplateProblem[] {
  const problems = new Map<string, TemplateProblem>();
  const lineAt = lineCounter(html);
  const scan = (text: string, offset: number, isComment: boolean) => {
    const say = (severity: TemplateProblem['severity'], message: string) => {
      if (problems.has(message)) return;
      const place = lineOf ? { line: lineOf(lineAt(offset + parser.startIndex)) } : {};
      problems.set(message, { severity, path: ['body'], message, ...place });
    };
    let isStyle = false;
    const parser = new Parser(
      {
        onopentag(name, attributes) {
          isStyle = name === 'style';
          const words = active.get(name.replace(/^.*:/, ''));
          if (words) say('error', words);
          if (name === 'form') say('warning', form);
          if (name === 'meta' && /refresh/i.test(attributes['http-equiv'] ?? '')) say('error', refresh);
          for (const [attribute, value] of attributesOf(attributes)) {
            const problem = problemWith(name, attribute, value);
            if (problem) say('error', problem);
          }
        },
        ontext(style) {
          if (isStyle && scriptInStyle.test(plain(style)))
            say('error', 'Styles cannot run scripts. Remove it from <style>.');
        },
        onclosetag(name) {
          if (name === 'style') isStyle = false;
        },
        /** What only Outlook reads. */
        oncomment(comment) {
          const inside = isComment ? null : /^\[if[^\]]{0,100}\]>/i.exec(comment);
          if (inside) scan(comment.slice(inside[0].length), offset + parser.startIndex + 4 + inside[0].length, true);
        },
      },
      { decodeEntities: true, recognizeSelfClosing: true },
    );
    parser.end(text);
  };
  scan(html, 0, false);
  return [...problems.values()];
}

function problemWith(element: string, attribute: string, value: string): string | null {
  if (/^on[a-z]/.test(attribute))
    return `Scripts do not run in email. Remove the attribute ${attribute} from <${element}>.`;
  if (attribute === 'style')
    return scriptInStyle.test(plain(value)) ? `Styles cannot run scripts. Remove it from <${element}>.` : null;
  const address = plain(value);
  if (element === 'animate' || element === 'set' || addresses.has(attribute)) {
    const [, scheme] = scripts.exec(address) ?? [];
    if (scheme) return `Links cannot run scripts. Replace the ${scheme}: URL of <${element}> with a web address.`;
  }
  const isPicture = element === 'img' || attribute === 'background' || attribute === 'poster';
  if (addresses.has(attribute) && address.startsWith('data:') && !(isPicture && address.startsWith('data:image/')))
    return `Mail apps do not open data: URLs. Replace the one in <${element}> with a web address.`;
  return null;
}

/**
 * As a browser reads an address: without controls and spaces in front or line breaks inside. Liquid in it is left out,
 * since what is around it makes the scheme.
 */
function plain(value: string): string {
  return (
    withoutLiquid(value)
      .slice(0, 100_000)
      // oxlint-disable-next-line no-control-regex -- browsers leave them out of addresses
      .replaceAll(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028\u2029\ufeff]|\/\*[^*]{0,200}\*\//g, '')
      .toLowerCase()
  );
}

/** Lines of places that only go forward. */
function lineCounter(text: string): (index: number) => number {
  let at = 0;
  let line = 1;
  return (index) => {
    for (; at < index; at += 1) if (text[at] === '\n') line += 1;
    return line;
  };
}
