import fc from 'fast-check';
import type { Inline, Link, List, Mark, RichBlock, RichText } from '../index.ts';

const snippets = [
  '{{',
  '}}',
  '{%',
  '%}',
  '{',
  '}',
  '"',
  "'",
  '\\',
  '<script>',
  '</p>',
  '&lt;',
  '<!--',
  '-->',
  '{{ x }}',
  '{% raw %}',
  '\uFDD0a\uFDD1',
  '|',
  '\u200b',
  'é',
  '漢',
  '`',
  '$&',
  '${x}',
  '\\u007b',
];
/** Text with everything in it that could mean something to Liquid, HTML, MJML or JavaScript. */
export const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...snippets), fc.string({ unit: 'grapheme', maxLength: 5 })), {
    minLength: 1,
    maxLength: 6,
  })
  // oxlint-disable-next-line no-control-regex -- texts have no control characters
  .map((parts) => parts.join('').replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '') || 'x');

const name = fc.constantFrom('contact.first_name', 'organization.name', 'item.price', 'order');
const variable = fc.record({ name, fallback: fc.oneof(fc.constant(''), hostileText) });

const link: fc.Arbitrary<Link> = fc.oneof(
  fc
    .tuple(hostileText, fc.array(fc.record({ name: hostileText, variable: name }), { maxLength: 2 }))
    .map(([path, query]) => ({ to: 'address', address: `https://a.example/${path}`, query }) as const)
    .filter(({ address }) => URL.canParse(address)),
  fc.record({
    to: fc.constant('variable' as const),
    variable: name,
    fallback: fc.constantFrom(null, 'https://a.example/{{'),
  }),
  fc.constantFrom({ to: 'unsubscribe' } as const, { to: 'preferences' } as const),
);

const marks: fc.Arbitrary<Mark[]> = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom<Mark>({ type: 'bold' }, { type: 'italic' }, { type: 'underline' }, { type: 'strike' }),
    link.map((target): Mark => ({ type: 'link', attrs: { link: target } })),
    fc.constantFrom<Mark>(
      { type: 'color', attrs: { color: 'primary' } },
      { type: 'color', attrs: { color: '#00ff00' } },
    ),
  ),
  { maxLength: 4, selector: ({ type }) => type },
);

const inline: fc.Arbitrary<Inline> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: hostileText, marks }),
  fc.record({ type: fc.constant('variable' as const), attrs: variable, marks }),
  fc.constant({ type: 'hardBreak' as const }),
);
const paragraph = fc.record({ type: fc.constant('paragraph' as const), content: fc.array(inline, { maxLength: 6 }) });
const heading = fc.record({
  type: fc.constant('heading' as const),
  attrs: fc.record({ level: fc.constantFrom(1 as const, 2 as const, 3 as const) }),
  content: fc.array(inline, { maxLength: 4 }),
});
const flatList: fc.Arbitrary<List> = fc.record({
  type: fc.constant('bulletList' as const),
  content: fc.array(
    fc.record({ type: fc.constant('listItem' as const), content: fc.array(paragraph, { minLength: 1, maxLength: 2 }) }),
    { minLength: 1, maxLength: 2 },
  ),
});
const list: fc.Arbitrary<List> = fc.record({
  type: fc.constant('orderedList' as const),
  attrs: fc.record({ start: fc.constantFrom(1, 7) }),
  content: fc.array(
    fc.record({
      type: fc.constant('listItem' as const),
      content: fc.tuple(paragraph, flatList).map((each) => [...each]),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

export const randomRichText: fc.Arbitrary<RichText> = fc.record({
  type: fc.constant('doc' as const),
  content: fc.array(fc.oneof<fc.Arbitrary<RichBlock>[]>(paragraph, heading, flatList, list), {
    minLength: 1,
    maxLength: 4,
  }),
});
