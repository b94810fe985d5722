import { describe, expect, test } from 'vitest';
import { templateLimits } from './limits.ts';
import {
  liquidProblem,
  liquidProblemAt,
  parseHtmlLiquid,
  parseTextLiquid,
  problemsInLiquid,
  variablesIn,
} from './liquid.ts';

const list = '{% assign r = (1..10000) %}';
const doubled = (step: string) =>
  `{% assign a = "x" | split: "" %}{% assign b = a %}{% for i in (1..60) %}${step}{% endfor %}`;

/** Each of them keeps the library busy for seconds, for ever, or until the memory is full. */
const hostile: Readonly<Record<string, string>> = {
  'a range of ten million in group_by': '{{ (1..10000000) | group_by: "x" }}',
  'a range of ten million in sort': '{{ (1..10000000) | sort }}',
  'a range of ten million in an argument': '{{ "a" | split: "" | concat: (1..10000000) }}',
  'a range that a person decides about': '{% for i in (1..n) %}x{% endfor %}',
  'a range between numbers too large to count': '{% for i in (9007199254740992..9007199254740999) %}{% endfor %}',
  'the same in an expression of a filter':
    '{{ "a" | split: "" | where_exp: "i", "(9007199254740992..9007199254740999)" }}',
  'a range in tablerow': '{% tablerow i in (1..100000) %}{% endtablerow %}',
  'loops without a text': '{% for a in (1..10000) %}{% for b in (1..10000) %}{% endfor %}{% endfor %}',
  'sums over and over': `${list}{% for i in (1..10000) %}{% assign x = r | sum %}{% endfor %}`,
  'searches over and over': `${list}{% for i in (1..10000) %}{% assign x = r | find: "a", 1 %}{% endfor %}`,
  'has over and over': `${list}{% for i in (1..10000) %}{% assign x = r | has: "a" %}{% endfor %}`,
  'a long path for each item': `${list}{{ r | map: "${'a.'.repeat(4_000)}" }}`,
  'a long condition for each item': `${list}{{ r | where_exp: "i", "${'i == 1 or '.repeat(800)}i == 2" }}`,
  'sort over and over': `${list}{% for i in (1..10000) %}{% assign x = r | sort_natural | reverse | uniq %}{% endfor %}`,
  'sample over and over': `${list}{% for i in (1..10000) %}{% assign x = r | sample: 9999 %}{% endfor %}`,
  'a list that doubles inside itself': `${doubled('{% assign a = a | push: a %}')}{{ a }}`,
  'such a list as JSON': `${doubled('{% assign a = a | push: a %}')}{{ a | json }}`,
  'such a list compared': `${doubled('{% assign a = a | push: a %}{% assign b = b | push: b %}')}{% if a == b %}{% endif %}`,
  'one that doubles through groups': `${doubled('{% assign a = a | group_by: "z" | map: "items" %}{% assign a = a | concat: a %}')}{{ a }}`,
  'one that doubles in front': `${doubled('{% assign a = a | unshift: a %}')}{{ a | join: "," }}`,
  'a text that doubles':
    '{% assign s = "xxxxxxxxxx" %}{% for i in (1..100) %}{% assign s = s | append: s %}{% endfor %}',
  'a text that doubles by capture':
    '{% capture s %}xxxxxxxxxx{% endcapture %}{% for i in (1..100) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}',
  'a text that grows by replace':
    '{% assign s = "a" %}{% for i in (1..50) %}{% assign s = s | replace: "a", "aaaaaaaaaa" %}{% endfor %}',
  'a text with wide separators': `${list}{{ r | join: "${'-'.repeat(9_000)}" }}`,
  'dates over and over': '{% for i in (1..10000) %}{{ "now" | date: "%A %B" }}{% endfor %}',
  'a date with a long format': `{{ "now" | date: "${'%A '.repeat(3_000)}" }}`,
  'a date with a wide format': '{{ "now" | date: "%999999999999d" }}',
  'a long text, printed often': '{{ long }}'.repeat(100),
  'the same, changed in between': '{{ long }}{% assign a = 1 %}'.repeat(100),
  'conditions without end': `{% for i in (1..10000) %}{% if i == 0 %}${'{% elsif i == 1 or i == 2 %}'.repeat(2_000)}{% endif %}{% endfor %}`,
  'cases without end': `{% for i in (1..10000) %}{% case i %}${'{% when 0, -1, -2, -3 %}'.repeat(2_000)}{% endcase %}{% endfor %}`,
  'a cycle without end': `{% for i in (1..10000) %}{% cycle ${'1,'.repeat(4_000)} 2 %}{% endfor %}`,
  'counters without end': '{% for i in (1..10000) %}{% for j in (1..10000) %}{% increment a %}{% endfor %}{% endfor %}',
  'many tags': '{{ a }}'.repeat(15_000),
  'deep blocks': '{% if a %}'.repeat(10_000) + '{% endif %}'.repeat(10_000),
  'deep blocks in one tag': `{% liquid\n${'if a\n'.repeat(20_000)}${'endif\n'.repeat(20_000)}%}`,
  'deep brackets': `{{ ${'a['.repeat(4_000)}1${']'.repeat(4_000)} }}`,
  'one long tag': `{{ a ${'| upcase '.repeat(50_000)}}}`,
  'deep lists': `${doubled('')}{% for i in (1..10000) %}{% assign a = a | push: 1 | reverse %}{% endfor %}{{ a }}`,
};
const variables = { n: 9_007_199_254_740_992, long: 'x'.repeat(100_000) };

describe.each(Object.entries(hostile))('%s', (_name, source) => {
  test('is refused by a limit, in words, when checked or when rendered', () => {
    const [problem] = problemsInLiquid('body', source);
    if (problem) return expect(problem.message).toMatch(/\blimit\b.*\.$/);
    expect(problemOf(() => parseTextLiquid(source).render(variables))).toMatch(/\blimit\b.*\.$/);
    expect(problemOf(() => parseHtmlLiquid(source).valuesFor(variables))).toMatch(/\blimit\b.*\.$/);
  });
});

function problemOf(render: () => unknown): string | null {
  try {
    render();
    return null;
  } catch (error) {
    return liquidProblem(error);
  }
}

test('a limit that is reached says on which line', () => {
  const source = 'one\ntwo {{ (1..20000) | size }}';
  try {
    parseTextLiquid(source).render({});
    expect.unreachable();
  } catch (error) {
    expect(liquidProblemAt(error)).toEqual({
      message: 'A range is longer than the limit of 10,000 numbers.',
      line: 2,
      column: 5,
    });
  }
  expect(problemsInLiquid('body', `\n${'{{ a }}\n'.repeat(templateLimits.tags + 1)}`)).toMatchObject([
    { line: templateLimits.tags + 2, column: 1 },
  ]);
});

test('ordinary content is far from the limits', () => {
  const rows = '{% for row in order %}{{ row.name | upcase }} {{ row.price | times: 2 | round: 2 }}\n{% endfor %}';
  const source = `${'{{ contact.first_name | default: "there" }} '.repeat(200)}${rows}{{ "2026-03-31" | date: "%d %B %Y" }}`;
  const order = Array.from({ length: 500 }, (_, index) => ({ name: `Thing ${index}`, price: index }));
  expect(parseHtmlLiquid(source).workFor({ contact: {}, order })).toBeLessThan(templateLimits.workAtReview);
});

test('ranges count as before', () => {
  const source =
    '{% for i in (1..3) %}{{ i }}{% endfor %}|{{ (a..b) | join: "," }}|{{ (3..1) | size }}|{{ ("x"..2) | size }}';
  expect(parseTextLiquid(source).render({ a: '2', b: 4 })).toBe('123|2,3,4|0|0');
  expect(variablesIn(source)).toEqual(['a', 'b']);
});
