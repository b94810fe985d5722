import { expect, test } from 'vitest';
import { parseHtmlLiquid, parseTextLiquid, problemsInLiquid, variablesIn } from './liquid.ts';
import { liquidTokensOf } from './liquid-tokens.ts';

test('a default stands in for what is missing or empty', () => {
  const greeting = parseTextLiquid('Hello {{ contact.first_name | default: "there" }}');
  expect(
    [{ first_name: 'Ada' }, { first_name: null }, { first_name: '' }].map((contact) => greeting.render({ contact })),
  ).toEqual(['Hello Ada', 'Hello there', 'Hello there']);
});

test('attributes print by their type, a list with commas, and lists can still be looped over', () => {
  const attributes = { n: 12.5, yes: true, no: false, colours: ['red', '<b>'] };
  const source =
    '{{ attributes.n }} {{ attributes.yes }} {{ attributes.no }} {{ attributes.colours }} {{ attributes.none }}' +
    '{% for c in attributes.colours %}[{{ c }}]{% endfor %}';
  expect(parseTextLiquid(source).render({ attributes })).toBe('12.5 true false red, <b> [red][<b>]');
  expect(parseHtmlLiquid(source).render({ attributes })).toBe('12.5 true false red, &lt;b&gt; [red][&lt;b&gt;]');
});

test('what variables print is escaped in HTML and as it is in text', () => {
  const variables = { contact: { first_name: '<script>alert(1)</script>' } };
  expect(parseHtmlLiquid('{{ contact.first_name }}').render(variables)).toBe('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(parseTextLiquid('{{ contact.first_name }}').render(variables)).toBe('<script>alert(1)</script>');
});

test.each([
  ['Hello {{ contact.first_name', 1, 7],
  ['one\ntwo {% if x %}', 2, 5],
  ['one\n\n{% nonsense %}', 3, 1],
  ['{% include "secrets" %}', 1, 1],
  ['{% render "secrets" %}', 1, 1],
  ['one\n{{ x | nonsense }}', 2, 1],
  ['{% assign x = "a" | upcase | dowcase %}', 1, 1],
])('%j is refused at its line and column', (source, line, column) => {
  expect(problemsInLiquid('body', source)).toMatchObject([
    { path: ['body'], line, column, message: expect.stringMatching(/\.$/) },
  ]);
});

test.each([
  ['{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}'],
  ['{% assign s = "xxxxxxxxxx" %}{% for a in (1..100) %}{% assign s = s | append: s %}{% endfor %}{{ s }}'],
  ['{{ "x" | times: 1 }}{% for a in (1..1000000000) %}x{% endfor %}'],
])('a hostile template ends with an error: %s', (source) => {
  expect(() => parseTextLiquid(source).render({})).toThrow(/limit/i);
});

test('a template reaches nothing but its variables', () => {
  for (const source of [
    '{{ contact.constructor.name }}',
    '{{ contact.__proto__ }}',
    '{{ contact.toString }}',
    '{{ process.env }}',
  ]) {
    expect(parseTextLiquid(source).render({ contact: { email: 'a@b.co' } })).toBe('');
  }
});

test('variables are what a template reads from outside, not what it sets itself', () => {
  expect(
    variablesIn(
      '{% assign x = contact.email %}{{ x }}{{ contact.city }}{% for i in (1..2) %}{{ i }}{% endfor %}',
    ).toSorted(),
  ).toEqual(['contact.city', 'contact.email']);
});

const contact = {
  first_name: 'Ada',
  city: '<Zürich>',
  tags: ['a', '<b>'],
  no_tags: [],
  none: null,
  empty: '',
  yes: false,
  n: 1.5,
  zero: 0,
};

test.each([
  'plain text',
  '',
  '{{ contact.tags }} {{ contact.tags.size }} {{ contact.city.length }} {{ contact.toString }} {{ contact.none.x }} {{ empty }}',
  '{{ contact.yes }} {{contact.n}} {{- contact.city -}} {{ contact.constructor.name }} {{ true }}',
  'Hello {{ contact.first_name }}, {{contact.first_name}} and {{ contact.first_name | upcase }}',
  '{{ contact.city }}{{ contact.city }}',
  'a {%- if contact.first_name -%} b {{ contact.first_name }} {%- else -%} c {%- endif -%} d',
  '{% assign x = contact.city %}{{ x }} {% assign x = "other" %}{{ x }} {{ x }}',
  '{% for t in contact.tags %}{{ t }}{{ forloop.index }}{% if t == "a" %}{% continue %}{% endif %}!{% endfor %} end',
  '{% for t in contact.tags %}{{ t }}{% endfor %}{{ t }}',
  'before {% break %} after {{ contact.city }}',
  '{% increment n %}{% increment n %}{{ n }} {{ n }} {% cycle "x", "y" %}{% cycle "x", "y" %}',
  '{% capture c %}[{{ contact.city }}]{% endcapture %}{{ c }}{{ c }}',
  '{% raw %}{{ contact.city }}{% endraw %}{% comment %}x{% endcomment %}',
  '{% liquid assign y = contact.city\n echo y %}{{ y }}',
  '{{ contact.none | default: "there" }}\r\n{{- contact.first_name -}}  \n',
  `{{ contact.first_name | default: "<b>" }}{{ contact.none|default:'<i>' }}{{ contact.empty | default: "" }}`,
  '{{ contact.yes | default: "no" }} {{ contact.n | default: "none" }} {{ contact.zero | default: "none" }}',
  '{{ contact.tags | default: "none" }} {{ contact.no_tags | default: "none" }} {{ contact.empty | default: "empty" }}',
  '{{ contact.none | default: "a\\"b" }} {{ contact.none | default: contact.city }} {{ empty | default: "x" }}',
  '{{ contact.yes | default: "no", allow_false: true }} {{ contact.blank | default: "not blank" }}',
])('the pieces of %j with their values are the text', (source) => {
  for (const parse of [parseHtmlLiquid, parseTextLiquid]) {
    const { pieces, valuesFor, render } = parse(source);
    for (const variables of [{ contact }, { contact: {} }, {}]) {
      const values = valuesFor(structuredClone(variables)); // `increment` writes into them
      expect(pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join('')).toBe(
        render(structuredClone(variables)),
      );
    }
  }
});

test('an output that stands there often is rendered once, unless something may change it in between', () => {
  expect(parseTextLiquid('{{ a }}-{{ a }}-{{ b }}').pieces).toEqual([0, '-', 0, '-', 1]);
  expect(parseTextLiquid('{{ a }}{% assign a = 2 %}{{ a }}').pieces).toEqual([0, 1, 2]);
  expect(parseTextLiquid('for {{ a }}, assign {{ a }}').pieces, 'words that are tags elsewhere').toEqual([
    'for ',
    0,
    ', assign ',
    0,
  ]);
});

test('filling stops at the same limits as rendering', () => {
  const endless = '{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}{{ x }}';
  expect(() => parseTextLiquid(endless).valuesFor({})).toThrow(/limit/i);
});

test('content that was frozen with an unknown filter is sent as it always was', () => {
  expect(parseTextLiquid('{{ "x" | nonsense }}').render({})).toBe('x');
});

const zones = ['America/New_York', 'Pacific/Auckland', 'UTC', 'America/Santiago', 'Asia/Kathmandu'];

test.each(zones)('a day stays that day in %s, on the days when clocks are put forward or back too', (zone) => {
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 24 * 3_600_000) {
    const iso = new Date(at).toISOString().slice(0, 10);
    expect(parseTextLiquid('{{ day | date: "%Y-%m-%d" }}', { timeZone: zone }).render({ day: iso })).toBe(iso);
  }
});

test('times are what the clocks of the zone show, and so is a time that names no zone', () => {
  const render = (source: string, value: unknown, zone = 'Pacific/Auckland') =>
    parseHtmlLiquid(source, { timeZone: zone }).render({ at: value });
  const minutes = '{{ at | date: "%d.%m.%Y %H:%M" }}';
  expect(render(minutes, '2026-03-01T11:30:00Z')).toBe('02.03.2026 00:30');
  expect(render(minutes, '2026-07-01T11:30:00+02:00')).toBe('01.07.2026 21:30');
  expect(render(minutes, '2026-07-01T11:30:00')).toBe('01.07.2026 11:30');
  expect(render(minutes, 'March 1, 2026')).toBe('01.03.2026 00:00');
  expect(render(minutes, 1_772_323_200)).toBe('01.03.2026 13:00');
  expect(render('{{ at | date: "%H:%M %Z" }}', '2026-07-01T00:00:00Z')).toBe('12:00 Pacific/Auckland');
  expect(render('{{ at | date: "%H:%M", "Asia/Tokyo" }}', '2026-07-01T00:00:00Z')).toBe('09:00');
  expect(render('{{ at | date: "%d %H:%M", "Asia/Tokyo" }}', '2026-07-01')).toBe('01 00:00');
  expect(render('{{ at | date_to_string }}', '2026-03-01')).toBe('01 Mar 2026');
  expect(render('{{ at | date_to_xmlschema }}', '2026-03-01T11:30:00Z')).toBe('2026-03-02T00:30:00+13:00');
  expect(render(minutes, 'soon')).toBe('soon');
  const today = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
  expect(render('{{ "now" | date: "%Y-%m-%d" }}', null, 'Pacific/Kiritimati')).toBe(today);
});

test('the Liquid of a text is found to the letter, blocks that are no Liquid inside as a whole', () => {
  const source = `a {{ x | default: "}}" }} {%- if y -%}{% raw %}{{ z }}{% endraw %}{% comment %}{% if %}{% endcomment %}{% endif %}`;
  const found = liquidTokensOf(source).map(({ begin, end, name }) => [name, source.slice(begin, end)]);
  expect(found).toEqual([
    [null, '{{ x | default: "}}" }}'],
    ['if', '{%- if y -%}'],
    ['raw', '{% raw %}{{ z }}{% endraw %}'],
    ['comment', '{% comment %}{% if %}{% endcomment %}'],
    ['endif', '{% endif %}'],
  ]);
});

test('dates are written as the language of the message does, on the day that is meant', () => {
  const render = (source: string, language?: string, timeZone = 'America/New_York') => {
    const parsed = parseHtmlLiquid(source, { language, timeZone });
    const variables = { day: '2026-11-30', at: '2026-12-01T03:30:00Z', seconds: 1_780_000_000 };
    expect(parsed.valuesFor(variables).join('')).toBe(parsed.render(variables));
    return parsed.render(variables);
  };
  expect(render('{{ day | date: "long" }}')).toBe('November 30, 2026');
  expect(render('{{ day | date: "long" }}', 'de')).toBe('30. November 2026');
  expect(render('{{ day | date: "full" }}', 'fr')).toBe('lundi 30 novembre 2026');
  expect(render('{{ day | date: "short" }}', 'en-GB')).toBe('30/11/2026');
  expect(render('{{ at | date: "%-d. %B, %A" }}', 'de')).toBe('30. November, Montag');
  expect(render('{{ at | date: "time" }}', 'de')).toBe('22:30');
  expect(render('{{ at | date: "time", "Asia/Tokyo" }}', 'de')).toBe('12:30');
  expect(render('{{ seconds | date: "medium" }}', 'de', 'UTC')).toBe('28.05.2026');
  expect(render('{{ at | date_to_rfc822 }}', 'de')).toBe('Mon, 30 Nov 2026 22:30:00 -0500');
  expect(render('{{ "soon" | date: "long" }}', 'de')).toBe('soon');
  const today = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'Pacific/Kiritimati' }).format(new Date());
  expect(render('{{ "now" | date: "long" }}', 'de', 'Pacific/Kiritimati')).toBe(today);
});

test('numbers, shares and amounts are written as the language does; what is no number stays as it is', () => {
  const render = (source: string, value: unknown, language = 'de') =>
    parseHtmlLiquid(source, { language }).render({ value }).replaceAll('\u00a0', ' ');
  expect(render('{{ value | number }}', 1234.5)).toBe('1.234,5');
  expect(render('{{ value | number: 2 }}', '1234.5')).toBe('1.234,50');
  expect(render('{{ value | number }}', 1234.5, 'en')).toBe('1,234.5');
  expect(render('{{ value | percent }}', 0.25)).toBe('25 %');
  expect(render('{{ value | percent: 1 }}', 0.2555)).toBe('25,6 %');
  expect(render('{{ value | currency: "EUR" }}', 1234.5)).toBe('1.234,50 €');
  expect(render('{{ value | currency: "jpy" }}', 1234.5, 'en')).toBe('¥1,235');
  expect(render('{{ value | currency: "CHF", 0 }}', 99.9, 'en')).toBe('CHF 100');
  for (const value of ['', 'many', '1e3', null, [1], { a: 1 }, true, '<b>'])
    expect(render('{{ value | number }}', value)).toBe(render('{{ value }}', value));
  expect(render('{{ value | currency }}', 3)).toBe('3');
  expect(render('{{ value | currency: "no such" }}', 3)).toBe('3');
  expect(render('{{ value | number: 99 }}', 0.5)).toBe('0,5000000000');
  expect(problemsInLiquid('body', '{{ value | currency: "EUR" }}{{ value | nummer }}')).toMatchObject([
    { message: 'There is no filter “nummer”.' },
  ]);
});
