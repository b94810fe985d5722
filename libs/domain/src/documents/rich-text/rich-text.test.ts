import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liquidTokensOf, parseHtmlLiquid, parseTextLiquid } from '../../templates/index.ts';
import type { Link } from '../link.ts';
import { hostileText, randomRichText } from '../testing/random-text.ts';
import { liquidOf } from '../variable.ts';
import { address, bold, bullets, linked, paragraph, plain, rich, richLineOf, value, words } from './compose.ts';
import { richText } from './rich-text.ts';
import { hrefAttribute, htmlOf, htmlOfLine, htmlOfPlainLine, textElements, type TextLook } from './rich-text-html.ts';
import { plainTextOf } from './rich-text-text.ts';
import { seed } from '../../shared/testing/seed.ts';

const look: TextLook = {
  heading: () => ({ css: 'font-size:20px', className: 'fg-text' }),
  link: { css: 'color:#112233' },
  color: (choice) => ({ css: `color:${choice}` }),
  gap: 16,
  direction: 'ltr',
};

const variablesIn = (text: object) => JSON.stringify(text).match(/"type":"variable"/g)?.length ?? 0;
const letters = 'zqz';

test(`no text becomes other elements, attributes or Liquid than it should (seed ${seed})`, () => {
  const known = new RegExp(`^</?(?:${textElements.join('|')})(?: (?:href|style|class|start)="[^"]*")*(?: /)?>$`);
  fc.assert(
    fc.property(randomRichText, (text) => {
      expect(richText.safeParse(text).error).toBeUndefined();
      const html = htmlOf(text, look);
      const rendered = withTokensAs(letters, html);
      const outsideLinks = rendered.replaceAll(/href="[^"]*"/g, '');
      expect(outsideLinks.split(letters).length - 1).toBe(variablesIn(text));
      for (const [tag] of rendered.matchAll(/<[^>]*>?/g)) expect(tag).toMatch(known);
      for (const [, href = ''] of rendered.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^zqz$|^https:/);
      const openings = rendered.match(/<[a-z][^>]*[^/]>|<[a-z]>/g)?.length ?? 0;
      expect(rendered.match(/<\//g)?.length ?? 0).toBe(openings);
    }),
    { numRuns: 500, seed },
  );
});

test(`a text says in plain text what it holds, with a token for each variable (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomRichText, (text) => {
      expect(liquidTokensOf(plainTextOf(text))).toHaveLength(variablesIn(text));
    }),
    { numRuns: 300, seed },
  );
});

test(`a fallback is printed to the letter, whatever it holds (seed ${seed})`, () => {
  fc.assert(
    fc.property(hostileText, (fallback) => {
      const source = liquidOf({ name: 'contact.first_name', fallback });
      expect(liquidTokensOf(source)).toHaveLength(1);
      expect(source).not.toMatch(/[<>]/);
      expect(parseTextLiquid(source).render({ contact: {} })).toBe(fallback);
    }),
    { numRuns: 500, seed },
  );
});

test('text with braces is read as it was written, in HTML and in what is made of it', () => {
  const line = plain('{{ contact.email }} {% if x %} {', value('contact.first_name', 'there'), '} a{');
  const html = htmlOfPlainLine(line);
  const shown = parseHtmlLiquid(html).render({ contact: { email: 'ada@shop.example', first_name: 'Ada' } });
  expect(shown.replaceAll('\u2060', '')).toBe('{{ contact.email }} {% if x %} {Ada} a{');
});

test('a link with a bold word in it stays one link', () => {
  const link: Link = address('https://a.example/x y?b=1&c="2"');
  const line = richLineOf(
    linked('see ', link),
    words('this', { type: 'link', attrs: { link } }, { type: 'bold' }),
    ' now',
  );
  expect(htmlOfLine(line, look)).toBe(
    '<a href="https://a.example/x%20y?b=1&amp;c=%222%22" style="color:#112233">see <strong>this</strong></a> now',
  );
});

test('where a link leads is what a browser would ask for', () => {
  expect(hrefAttribute(address('HTTPS://магазин.example/а б'))).toBe('https://xn--80aairftm.example/%D0%B0%20%D0%B1');
  expect(hrefAttribute(address('mailto:ada@shop.example'))).toBe('mailto:ada@shop.example');
  expect(hrefAttribute({ to: 'unsubscribe' })).toBe('{{ unsubscribe_url }}');
  expect(hrefAttribute({ to: 'variable', variable: 'item.url', fallback: 'https://a.example' })).toBe(
    '{{ item.url | default: "https://a.example/" }}',
  );
  const query = [{ name: 'e mail', variable: 'contact.email' }];
  expect(hrefAttribute({ to: 'address', address: 'https://a.example/?a=1#top', query })).toBe(
    'https://a.example/?a=1&amp;e%20mail={{ contact.email | url_encode }}#top',
  );
});

test('paragraphs, lists and breaks become HTML for mail and plain text', () => {
  const text = rich(
    paragraph('Hello ', value('contact.first_name', 'there')),
    bullets(['One'], [bold('Two')]),
    paragraph(),
  );
  expect(htmlOf(text, look)).toBe(
    '<p style="margin:0 0 16px">Hello {{ contact.first_name | default: "there" }}</p>' +
      '<ul style="margin:0 0 16px;padding:0 0 0 24px"><li style="margin:0 0 6px"><p style="margin:0">One</p></li>' +
      '<li style="margin:0 0 6px"><p style="margin:0"><strong>Two</strong></p></li></ul>' +
      '<p style="margin:0 0 0px"><br /></p>',
  );
  expect(plainTextOf(text)).toBe('Hello {{ contact.first_name | default: "there" }}\n\n* One\n* Two\n\n');
});

function withTokensAs(standIn: string, html: string): string {
  let shown = '';
  let at = 0;
  for (const { begin, end } of liquidTokensOf(html)) {
    shown += html.slice(at, begin) + standIn;
    at = end;
  }
  return shown + html.slice(at);
}
