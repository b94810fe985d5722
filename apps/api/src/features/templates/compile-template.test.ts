import { describe, expect, test } from 'vitest';
import { liquidTokensOf } from '@engagex/domain/templates';
import { compileTemplate } from './compile-template.ts';
import type { TemplateContent } from './template-content.ts';
import { prepareMessage } from './prepare-message.ts';

const unsubscribe = '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>';
const html = (body: string, more: Partial<TemplateContent> = {}): TemplateContent => ({
  subject: 'Hi',
  preheader: '',
  format: 'html',
  body: body + unsubscribe,
  textBody: '',
  ...more,
});
const mjml = (inside: string): TemplateContent => ({
  ...html(''),
  format: 'mjml',
  body: `<mjml>${inside}</mjml>`,
});
const section = (words: string) => `<mj-section><mj-column><mj-text>${words}</mj-text></mj-column></mj-section>`;
const last = section('<a href="{{ unsubscribe_url }}">Unsubscribe</a>');

/** What one person gets, with the tracked links as `T/<position>`. */
async function sent(content: TemplateContent, contact: object = {}) {
  const compiled = await compileTemplate(content);
  expect(compiled.errors).toEqual([]);
  const organization = { name: 'Wool', postal_address: null };
  const message = prepareMessage(compiled, 'Europe/Zurich').render({
    contact,
    organization,
    unsubscribe_url: 'U',
    tracking: 'T',
  });
  return { ...compiled, ...message };
}

const textOf = async (body: string, contact?: object) => (await sent(html(body), contact)).text;

test.each([
  ['<a href=https://a.example/b>x</a>', 'unquoted'],
  [`<a class='a' HREF = 'https://a.example/b'>x</a>`, 'in capitals and single quotes'],
  ['<a title="see href=foo now" data-href="https://no.example" href="https://a.example/b">x</a>', 'after a title'],
  ['<a {% if contact.vip %}class="href=x"{% endif %} href="https://a.example/b">x</a>', 'after a condition'],
  ['<map><area alt="x" href="https://a.example/b"></map>', 'in a map'],
  [
    '<!--[if mso]><v:roundrect href="https://a.example/b"><a href="https://a.example/b">x</a></v:roundrect><![endif]-->',
    'for Outlook',
  ],
  ['<a href="  https://a.ex\nample/b\t">x</a>', 'broken over two lines'],
])('an address is tracked, and nothing else changes: %s', async (source) => {
  const { html: written, links } = await sent(html(source));
  expect(links).toEqual(['https://a.example/b']);
  const kept = source.replace('{% if contact.vip %}class="href=x"{% endif %}', '');
  expect(written).toContain(kept.replaceAll(/\s*https:\/\/a\.ex\n?ample\/b\t?/g, 'T/0'));
});

test.each([
  ['https://sklep.example/łódź?m=łódź', 'https://sklep.example/%C5%82%C3%B3d%C5%BA?m=%C5%82%C3%B3d%C5%BA'],
  ['https://магазин.example/а b', 'https://xn--80aairftm.example/%D0%B0%20b'],
  ['https://a.example/?x=1&amp;y=2&amp;amp;z', 'https://a.example/?x=1&y=2&amp;z'],
  ['HTTPS://A.example', 'https://a.example/'],
])('a tracked link leads where a browser would go: %s', async (href, url) => {
  expect((await sent(html(`<a href="${href}">x</a>`))).links).toEqual([url]);
});

test.each([
  '<!-- <a href="https://a.example">x</a> -->',
  '<p title="href=https://a.example">x</p>',
  '<a name="href=https://a.example">x</a>',
  '<a href="mailto:a@b.example">x</a>',
  '<a href="https://exa mple/">x</a>',
])('no link that can be tracked: %s', async (source) => {
  const { links, html: written } = await sent(html(source));
  expect(links).toEqual([]);
  expect(written).toContain(source);
});

test('whoever wrote a link with variables is told that it is not tracked, but not of the usual ones', async () => {
  const source = `<p><a href="{{ preferences_url }}">P</a></p>\n<a href="https://a.example/?e={{ contact.email | url_encode }}&amp;x=1">A</a>`;
  const { problems, text } = await sent(html(source), { email: 'a+b@c.example' });
  expect(problems).toEqual([
    {
      severity: 'warning',
      path: ['body'],
      line: 2,
      message:
        'Clicks on this link are not tracked, because it contains variables: https://a.example/?e={{ contact.email | url_encode }}&x=1',
    },
  ]);
  expect(text).toContain('A <https://a.example/?e=a%2Bb%40c.example&x=1>');
});

describe('the text that is made of HTML', () => {
  test('keeps cells apart, pictures as their words and addresses of all kinds, and leaves out what is hidden', async () => {
    const source = `<style>p { color: red }</style><table><tr><td>Socks</td><td>CHF 12</td></tr><tr><th>Hat</th><td>CHF 30</td></tr></table>
      <div style="color:red; display : none">no</div><p hidden>no</p><p>a<span style="visibility:hidden">no</span>b</p>
      <a href="https://a.example/"><img src="b.png" alt="Shop now"></a> <a href="https://a.example/">https://a.example</a>
      <p><a href="mailto:help@a.example?subject=Hi">Write</a>, <a href="tel:+41">+41</a> <a href="#top">Up</a> A &amp; B&nbsp;C</p><ol><li>one<ul><li>inner</li></ul></li><li>two</li></ol>`;
    expect(await textOf(source)).toBe(
      [
        'Socks  CHF 12\nHat  CHF 30',
        'ab',
        'Shop now <T/0> T/0',
        'Write <mailto:help@a.example?subject=Hi>, +41 Up A & B C',
        '1. one\n  * inner\n2. two',
        'Unsubscribe <U>',
      ].join('\n\n'),
    );
  });

  test('has addresses whole, whatever is in them', async () => {
    const source = `<p>https://a.example/?f[0]=red (https://a.example/Wool_(fibre)). https://a.example/{{ contact.city }}/2</p>
      <a href="{{ contact.link | default: 'https://a.example/all' }}">L</a> <a href='https://a.example/?n={{ contact.none | default: "y" }}'>N</a>
      <a href="https://a.example/{% if contact.city == "https://b.example/(x)" %}b{% else %}c{% endif %}">C</a>`;
    const text = await textOf(source, { city: 'Bern' });
    expect(text).toContain('https://a.example/?f[0]=red (https://a.example/Wool_(fibre)). https://a.example/Bern/2');
    expect(text).toContain('L <https://a.example/all> N <https://a.example/?n=y> C <https://a.example/c>');
  });

  test('has the Liquid of the HTML: conditions choose the same words and leave no empty lines', async () => {
    const source = `{% if contact.vip %}<p>VIP</p>{% endif %}<p>Hello {% if contact.name %}{{ contact.name }}{% else %}you{% endif %}!</p>
      <!-- {% unless contact.vip %} --><p>Join</p>{% endunless %}
      <ul>{% for n in (1..2) %}<li class="{% cycle 'a', 'b' %}">{{ n }}</li>{% endfor %}</ul><table>{% for n in (1..2) %}<tr><td>{{ n }}</td><td>x</td></tr>{% endfor %}</table>
      <div style="display:none">{% assign city = "Bern" %}{{ city }}</div><p {% if contact.vip %}class="x"{% endif %}>{{ city }}</p>`;
    const rest = '* 1\n* 2\n\n1  x\n2  x\n\nBern\n\nUnsubscribe <U>';
    expect(await textOf(source, { vip: true, name: 'Ada' })).toBe(`VIP\n\nHello Ada!\n\n${rest}`);
    expect(await textOf(source, {})).toBe(`Hello you!\n\nJoin\n\n${rest}`);
  });

  test('is the same in a tracked and in an untracked message but for the addresses', async () => {
    const { text, untracked } = await compileTemplate(html('<p>a <a href="https://a.example/ö">b</a></p>'));
    expect(untracked.text).toBe(text.replace('{{ tracking }}/0', 'https://a.example/%C3%B6'));
  });
});

test('in a text that an author wrote, only whole addresses of web pages become tracked links', async () => {
  const textBody = `See https://a.example/?f[0]=(b), [https://a.example/c]. (https://a.example/Wool_(fibre))
{% if contact.link == "https://b.example/x" %}https://b.example/x{% endif %} https://a.example/?e={{ contact.email }} {{ contact.none | default: "https://d.example" }} U {{ unsubscribe_url }}`;
  const { text, links, problems } = await sent(html('', { textBody }), { link: 'https://b.example/x', email: 'e@f' });
  expect(text).toBe('See T/0, [T/1]. (T/2)\nT/3 https://a.example/?e=e@f https://d.example U U');
  expect(links).toEqual([
    'https://a.example/?f[0]=(b)',
    'https://a.example/c',
    'https://a.example/Wool_(fibre)',
    'https://b.example/x',
  ]);
  expect(problems.at(-1)).toMatchObject({
    path: ['textBody'],
    line: 2,
    message: expect.stringContaining('not tracked'),
  });
});

describe('Liquid in MJML', () => {
  test('between elements and in every other place is kept, each as often as it was written', async () => {
    const source = `{% assign shop = "https://a.example" %}<mjml><mj-head><mj-title>{{ contact.title }}</mj-title>
      <mj-style>.a { color: {{ contact.colour | default: "red" }} }</mj-style></mj-head><mj-body>
      {% if contact.vip == "yes" %}${section('For VIPs')}{% else %}${section('For all')}{% endif %}
      <!-- {% comment %} <mj-section> {% endcomment %} -->
      <mj-wrapper>{% unless contact.no %}<mj-section>{% if contact.a %}<mj-column>{% for n in (1..3) %}<mj-text>item
        {{ n }}</mj-text>{% endfor %}</mj-column>{% endif %}</mj-section>{% endunless %}</mj-wrapper>
      <mj-section><mj-column><mj-button href='{{ shop }}/?q={{ contact.q | default: "x" }}'>Go</mj-button></mj-column></mj-section>
      ${last}</mj-body></mjml>`;
    const content = { ...mjml(''), body: source };
    const compiled = await compileTemplate(content);
    expect(compiled.errors).toEqual([]);
    for (const { begin, end } of liquidTokensOf(source)) {
      const token = source.slice(begin, end);
      const count = (text: string) => text.split(token).length - 1;
      const made = count(compiled.html.split('{% if organization.postal_address %}')[0] ?? '');
      // MJML writes the title twice, for browsers and for screen readers.
      expect([token, made]).toEqual([token, count(source) * (token.includes('title') ? 2 : 1)]);
    }
    expect((await sent(content, { vip: 'yes', a: 1 })).text).toMatch(
      /^For VIPs\s+item 1\s+item 2\s+item 3\s+Go <https:\/\/a\.example\/\?q=x>/,
    );
    expect((await sent(content, {})).text).toMatch(/^For all\s+Go/);
  });

  test.each([
    [
      `<mj-head>\n{% if contact.vip %}<mj-style>a {}</mj-style>{% endif %}</mj-head><mj-body>${last}</mj-body>`,
      2,
      '<mj-head>',
    ],
    [
      `<mj-body>{{ contact\n.a }}\n${section('').replace('<mj-text></mj-text>', '<mj-carousel>{% for n in (1..3) %}<mj-carousel-image src="a.png" />{% endfor %}</mj-carousel>')}${last}</mj-body>`,
      3,
      '<mj-carousel>',
    ],
    [
      `<mj-head><mj-attributes><mj-class name="k" \npadding="{{ contact.p }}" /></mj-attributes></mj-head><mj-body>${last}</mj-body>`,
      2,
      'would be missing from',
    ],
    [`<mj-body>${last}</mj-body>\n<!-- {{ contact.lost }} -->`, 2, 'would be missing from'],
  ])('that would be lost is an error with its line: %s', async (source, line, words) => {
    const { errors, html: nothing } = await compileTemplate(mjml(source));
    expect(errors[0]).toMatchObject({ path: ['body'], line, message: expect.stringContaining(words) });
    expect(nothing).toBe('');
  });

  test('is not what text between elements is: that is left out, and its author told', async () => {
    const { problems } = await compileTemplate(mjml(`<mj-body>\nHello\n${last}</mj-body>`));
    expect(problems).toMatchObject([{ severity: 'warning', line: 2, message: expect.stringContaining('Hello') }]);
  });
});

test.each([
  [{ body: `one\n{{ contact.email | nonsense }}${unsubscribe}` }, 'body', 2],
  [{ body: `<!-- {% if contact.vip %} -->${unsubscribe}` }, 'body', 1],
  [{ textBody: 'a\n\n{% endif %}' }, 'textBody', 3],
  [{ preheader: '{{ contact.email' }, 'preheader', 1],
  [{ subject: '{% nonsense %}' }, 'subject', 1],
])('what is no Liquid is an error with its place: %j', async (part, path, line) => {
  expect((await compileTemplate({ ...html(''), ...part })).errors).toMatchObject([{ path: [path], line }]);
});

test('a block whose halves are in places that the message has in another order is an error with its line', async () => {
  const { errors } = await compileTemplate(
    mjml(
      `<mj-head><mj-title>{% if contact.a %}</mj-title></mj-head><mj-body>\n<mj-raw position="file-start">{% endif %}</mj-raw>${last}</mj-body>`,
    ),
  );
  expect(errors).toMatchObject([{ path: ['body'], line: 1, message: expect.stringContaining('cannot be sent') }]);
});

test('a preheader is text: what is markup in HTML is shown as it was written', async () => {
  const { html: written } = await sent(html('', { preheader: 'Fish & <b>{{ contact.name | default: "chips" }}</b>' }), {
    name: '<i>',
  });
  expect(written).toContain('>Fish &amp; &lt;b&gt;&lt;i&gt;&lt;/b&gt;&#847;');
});

test('what is added stands in the body, not where a comment mentions one', async () => {
  const source = '<!-- </body> --><body class="{% if 2 > 1 %}a{% endif %}"><p>İ</p></body><!-- <body> </body> -->';
  const { html: written } = await sent({
    ...html(''),
    body: source.replace('</p>', `</p>${unsubscribe}`),
    preheader: 'P',
  });
  expect(written).toMatch(
    /^<!-- <\/body> --><body class="a"><div style="display:none[^>]*>P.*<img src="T\/open\.gif"[^>]*><\/body><!-- <body> <\/body> -->$/s,
  );
});
