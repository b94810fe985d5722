import { describe, expect, test } from 'vitest';
import { LinkTargets, liquidTokensOf } from '@engagex/domain/templates';
import { writtenOut } from '../../ports/mail.ts';
import { compileTemplate } from './compile-template.ts';
import type { TemplateContent } from './template-content.ts';
import { prepareMessage } from './prepare-message.ts';
import { shiftLinks } from './track-links.ts';

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

const addressed = {
  deliveryId: 'd',
  from: { name: '', address: 'a@b.example' },
  to: { name: '', address: 'c@d.example' },
  messageId: '<d@b.example>',
  headers: {},
};

/** What one person gets, with the tracked links as `T/<position>`. */
async function sent(content: TemplateContent, contact: object = {}) {
  const compiled = await compileTemplate(content);
  expect(compiled.errors).toEqual([]);
  const organization = { name: 'Wool', postal_address: null };
  const message = prepareMessage(compiled, { timeZone: 'Europe/Zurich' }).render({
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

describe('a link whose address depends on the person', () => {
  const tracking = 'https://t.example/t/x';
  /** What one person gets, tracked, and where it leads. */
  async function composed(content: TemplateContent, contact: object) {
    const compiled = await compileTemplate(content);
    expect(compiled.errors).toEqual([]);
    const message = prepareMessage(compiled);
    const targets = new LinkTargets();
    const values = message.valuesFor({ contact, organization: {}, unsubscribe_url: 'U', tracking }, targets);
    const written = writtenOut({ ...addressed, content: message.content, values });
    return { ...compiled, ...written, targets: targets.all, broken: targets.broken };
  }

  test('is tracked: the message names a target that is resolved when it is composed', async () => {
    const source = `<p><a href="https://a.example/?e={{ contact.email | url_encode }}&amp;x=1#top">A</a></p>
      <!--[if mso]><v:roundrect href="https://a.example/{{ contact.city }}"></v:roundrect><![endif]-->`;
    const {
      html: written,
      text,
      links,
      targets,
      problems,
    } = await composed(html(source), {
      email: 'a+b@c.example',
      city: 'Zürich & co',
    });
    expect(targets).toEqual([
      { position: 0, url: 'https://a.example/?e=a%2Bb%40c.example&x=1#top' },
      { position: 1, url: 'https://a.example/Z%C3%BCrich%20&%20co' },
    ]);
    expect(written).toContain(`<a href="${tracking}/0-0">A</a>`);
    expect(written).toContain(`<v:roundrect href="${tracking}/1-1">`);
    expect(text).toContain(`A <${tracking}/0-0>`);
    expect(links[0]).toBe('https://a.example/?e={{ contact.email | url_encode }}&x=1#top');
    expect(problems.filter(({ message }) => /tracked/.test(message))).toEqual([]);
  });

  test('has a target of its own in each round of a loop, and the same one has the same number', async () => {
    const source = `{% for item in contact.items %}<a href="{{ item.url }}">{{ item.name }}</a> {% endfor %}`;
    const items = ['a', 'b', 'a'].map((name) => ({ name, url: `https://${name}.example` }));
    const { html: written, text, targets } = await composed(html(source), { items });
    expect(targets.map(({ url }) => url)).toEqual(['https://a.example/', 'https://b.example/']);
    expect([...written.matchAll(/\/0-(\d)"/g)].map(([, number]) => number)).toEqual(['0', '1', '0']);
    expect(text).toContain(`a <${tracking}/0-0> b <${tracking}/0-1> a <${tracking}/0-0>`);
  });

  test.each([
    ['mailto:{{ contact.email }}', 'mailto:a@b.example'],
    ['{{ contact.link }}', 'tel:+41'],
    ['{{ unsubscribe_url }}', 'U'],
    ['{% if contact.none %}https://a.example{% else %}{{ unsubscribe_url }}{% endif %}', 'U'],
    ['{{ contact.none }}', ''],
    ['{{ contact.script }}', 'javascript:alert(1)'],
  ])('is left alone where it comes to no web page: %s', async (href, written) => {
    const contact = { email: 'a@b.example', link: 'tel:+41', script: 'javascript:alert(1)' };
    const { html: made, targets } = await composed(html(`<a href="${href}">A</a>`), contact);
    expect(made).toContain(`<a href="${written}">A</a>`);
    expect(targets).toEqual([]);
  });

  test('that comes to nothing anybody can follow is noted', async () => {
    const source = `<a href="{{ contact.none }}">A</a><a href="https://{{ contact.none }}">B</a><a href="{{ contact.mail }}">C</a>`;
    const { broken } = await composed(html(source), { mail: 'mailto:a@b.example' });
    expect(new Set(broken)).toEqual(new Set(['', 'https://']));
  });

  test('is not tracked, and said to be, when it means something only with what is around it', async () => {
    const { problems, links } = await compileTemplate(
      html(`<p>\n<a href="{% assign x = 1 %}https://a.example">A</a></p>{{ x }}`),
    );
    expect(problems.find(({ message }) => /not tracked/.test(message))).toMatchObject({ path: ['body'], line: 2 });
    expect(links).toEqual([]);
  });

  test.each(['{% personal_link 0 x %}', '{%- personal_link - https%3A%2F%2Fevil.example %}'])(
    'cannot be written by an author as what it becomes: %s',
    async (tag) => {
      expect((await compileTemplate(html(tag))).errors).toMatchObject([{ path: ['body'], line: 1 }]);
    },
  );

  test('keeps its place when others come before it, and what only looks like one does not end that', async () => {
    const { html: made } = await compileTemplate(
      html(`<a href="https://a.example/{{ contact.id }}">A</a>{% raw %}{% personal_link 1 %E0 %}{% endraw %}`),
    );
    const shifted = shiftLinks(made, 7);
    expect(shifted).toContain('{% personal_link 7 https');
    expect(shifted).toContain('{% personal_link 1 %E0 %}');
    expect(shifted).toContain('{{ tracking }}/open.gif');
  });
});

describe('UTM parameters', () => {
  const utm = 'utm_source=news&utm_campaign=a%20b';
  test.each([
    ['https://a.example', 'https://a.example/?utm_source=news&utm_campaign=a%20b'],
    ['https://a.example/p?x=1#y', 'https://a.example/p?x=1&utm_source=news&utm_campaign=a%20b#y'],
    ['https://a.example/?UTM_medium=x', 'https://a.example/?UTM_medium=x'],
    ['mailto:a@b.example?subject=x', 'mailto:a@b.example?subject=x'],
    ['#top', '#top'],
    ['https://a.example/{{ contact.id }}', 'https://a.example/7?utm_source=news&utm_campaign=a%20b'],
    ['https://a.example/?utm_source={{ contact.id }}', 'https://a.example/?utm_source=7'],
    ['{{ contact.link }}', 'https://b.example/?q&utm_source=news&utm_campaign=a%20b#f'],
  ])('are added to web links that have none, tracked or not: %s', async (href, target) => {
    const variables = {
      contact: { id: 7, link: 'https://b.example?q#f' },
      organization: {},
      tracking: 'https://t.example/t/x',
    };
    const compiled = await compileTemplate(html(`<a href="${href}">A</a>`, { utm }));
    const escaped = target.replaceAll('&', '&amp;');
    const untracked = prepareMessage({ subject: '', ...compiled.untracked }).render(variables);
    expect(untracked.html).toContain(`<a href="${escaped}">A</a>`);
    expect(untracked.text).toContain(target.startsWith('#') ? 'A' : `A <${target}>`);
    const targets = new LinkTargets();
    prepareMessage(compiled).valuesFor(variables, targets);
    if (target.startsWith('https:'))
      expect([...compiled.links, ...targets.all.map(({ url }) => url)]).toContain(target);
    else expect(compiled.links).toEqual([]);
  });
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
    'https://a.example/?e={{ contact.email }}',
  ]);
  expect(problems.filter(({ message }) => /tracked/.test(message))).toEqual([]);
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
      const made = count(compiled.untracked.html.split('{% if organization.postal_address %}')[0] ?? '');
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
    expect(problems).toMatchObject([
      { severity: 'warning', line: 2, message: expect.stringContaining('Hello') },
      { code: 'language_missing', line: 1 },
    ]);
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
