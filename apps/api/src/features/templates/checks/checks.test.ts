import { expect, test } from 'vitest';
import { mended, type TemplateProblem } from '@engagex/domain/templates';
import { compileTemplate, writeTemplate } from '../compile-template.ts';
import type { TemplateContent } from '../template-content.ts';

const paragraph =
  '<p>Our spring collection is here: sixty pieces of wool and linen, made in Kent and sent to you within two days of your order.</p>';
const footer = '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ organization.postal_address }}</p>';
const page = (inside: string, head = '') =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${paragraph}${inside}${footer}</body></html>`;
const clean: TemplateContent = {
  subject: 'Spring is here',
  preheader: 'Sixty new pieces',
  format: 'html',
  body: page('<p><a href="https://shop.wool.test.ch/spring">See all of them</a></p>'),
  textBody: '',
};
const html = (inside: string, head?: string): TemplateContent => ({ ...clean, body: page(inside, head) });
const mjml = (inside: string, lang = ' lang="en"'): TemplateContent => ({
  ...clean,
  format: 'mjml',
  body: `<mjml${lang}><mj-body><mj-section><mj-column><mj-text>${paragraph}${footer}</mj-text>${inside}</mj-column></mj-section></mj-body></mjml>`,
});
const said = async (content: TemplateContent): Promise<readonly TemplateProblem[]> =>
  (await compileTemplate(content)).problems;

const picture = (attributes: string) => `<img src="https://cdn.wool.test.ch/a.png" ${attributes}>`;
const button = (style: string) => `<p><a href="https://shop.wool.test.ch" style="${style}">Buy wool</a></p>`;

/** One fault each, and the code of the check that has to find it. */
const planted: readonly (readonly [code: string, content: TemplateContent])[] = [
  ['unsubscribe_missing', { ...clean, body: clean.body.replace('{{ unsubscribe_url }}', 'https://shop.wool.test.ch') }],
  ['unsubscribe_missing', { ...clean, textBody: 'Spring is here.' }],
  ['clipped', html(`<p>${'wool and linen '.repeat(8_000)}</p>`)],
  ['alt_missing', html(picture(''))],
  ['alt_missing', mjml('<mj-raw><img src="https://cdn.wool.test.ch/a.png"></mj-raw>')],
  ['linked_image_without_alt', html(`<a href="https://shop.wool.test.ch/x">${picture('alt=""')}</a>`)],
  ['image_placeholder', html('<img alt="a" src="https://placehold.co/600x400">')],
  ['image_embedded', html('<img alt="a" src="data:image/png;base64,AAAA">')],
  ['image_broken', html('<img alt="a" src="images/logo.png">')],
  ['image_broken', html('<img alt="a" src="cid:logo">')],
  ['image_broken', html('<img alt="a" src="http://localhost:3000/logo.png">')],
  ['image_format', html('<img alt="a" src="https://cdn.wool.test.ch/a.webp">')],
  ['image_insecure', html('<img alt="a" src="http://cdn.wool.test.ch/a.png">')],
  ['images_only', { ...clean, body: `<html lang="en">${picture('alt="Sale"')}${footer}</html>` }],
  ['link_empty', html('<a>Buy wool</a>')],
  ['link_nowhere', html('<a href="#">Buy wool</a>')],
  ['link_placeholder', html('<a href="https://example.com/wool">Buy wool</a>')],
  ['link_placeholder', html('<a href="https://shop.wool.test.ch/[product]">Buy wool</a>')],
  ['link_placeholder', html('<!--[if mso]><v:roundrect href="http://localhost/x"></v:roundrect><![endif]-->')],
  ['link_not_web', html('<a href="shop.wool.test.ch">Buy wool</a>')],
  ['link_insecure', html('<a href="http://shop.wool.test.ch">Buy wool</a>')],
  ['link_shortened', html('<a href="https://bit.ly/3xYz">Buy wool</a>')],
  ['link_disguised', html('<a href="https://elsewhere.ch/x">https://shop.wool.test.ch</a>')],
  ['variable_unknown', html('<p>Dear {{ contact.frist_name }}</p>')],
  ['variable_unknown', { ...clean, subject: 'Hello {{ name }}' }],
  ['variable_without_fallback', html('<p>Dear {{ contact.first_name }}</p>')],
  ['subject_long', { ...clean, subject: 'Spring is here and with it so many things to wear that '.repeat(3) }],
  ['subject_misleading', { ...clean, subject: 'RE: your order' }],
  ['subject_misleading', { ...clean, subject: 'Fwd: Re: an offer' }],
  ['subject_shouted', { ...clean, subject: 'LAST CHANCE TO SAVE' }],
  ['subject_spam', { ...clean, subject: 'Save now!!!' }],
  ['placeholder_text', { ...clean, subject: 'News from [Company name]' }],
  ['placeholder_text', html('<p>Lorem ipsum dolor sit amet</p>')],
  ['preheader_repeats', { ...clean, preheader: 'Spring is here' }],
  ['text_shouted', html('<p>BUY ALL OF THE WOOL THAT WE HAVE BEFORE IT IS GONE FOR GOOD</p>')],
  ['text_spam', html('<p>Save $$$ today</p>')],
  ['contrast_low', html('<p style="color:#bbbbbb">Terms apply to all orders</p>')],
  ['contrast_low', html(button('color:#ffffff;background:#ffd54f;padding:8px'))],
  ['text_invisible', html('<div style="background:#fff"><span style="color:#fefefe">cheap wool cheap</span></div>')],
  [
    'contrast_dark',
    html('<p style="color:#222222">Terms apply</p>', '<meta name="color-scheme" content="light dark">'),
  ],
  ['background_image', html('<table><tr><td background="https://cdn.wool.test.ch/a.png">Spring</td></tr></table>')],
  ['element_unsupported', html('<video src="https://cdn.wool.test.ch/a.mp4"></video>')],
  ['css_unsupported', html('<div style="display:flex"><p>One</p><p>Two</p></div>')],
  ['css_external', html('', '<link rel="stylesheet" href="https://shop.wool.test.ch/a.css">')],
  ['language_missing', { ...clean, body: clean.body.replace(' lang="en"', '') }],
  ['language_missing', mjml('', '')],
];

test.each(planted)('a planted fault is found: %s (%#)', async (code, content) => {
  expect((await said(content)).map((problem) => problem.code)).toContain(code);
});

test('a preview finds what the review finds', async () => {
  for (const [, content] of planted) {
    const { problems, errors, untracked, subject, language } = await compileTemplate(content);
    expect(await writeTemplate(content)).toEqual({ problems, errors, untracked, subject, language });
  }
});

const cleanOnes: readonly (readonly [what: string, content: TemplateContent])[] = [
  ['HTML', clean],
  ['MJML', mjml('<mj-button href="https://shop.wool.test.ch/spring">See all of them</mj-button>')],
  ['a name with something else to say', html('<p>Dear {{ contact.first_name | default: "friend" }}</p>')],
  ['a name that is asked for', html('{% if contact.first_name %}<p>Dear {{ contact.first_name }}</p>{% endif %}')],
  [
    'a repeat over an attribute',
    html('{% for item in contact.attributes.items %}<p>{{ item.name }} {{ forloop.index }}</p>{% endfor %}'),
  ],
  ['data of an event', html('<p>{{ event.order.total }}</p>{% for line in event.lines %}{{ line.name }}{% endfor %}')],
  [
    'decoration and a picture in a link with words',
    html(`<a href="https://shop.wool.test.ch/x">${picture('alt=""')} Wool</a>${picture('alt=""')}`),
  ],
  [
    'links of all kinds',
    html('<a href="mailto:a@wool.test.ch">Write</a> <a href="tel:+41">Call</a> <a href="#top">Up</a> <a id="top"></a>'),
  ],
  ['a button on its own color', html(button('color:#ffffff;background-color:#1f4d3a;padding:8px'))],
  [
    'classes of a style sheet',
    html(
      '<p class="note">Terms apply</p>',
      '<style>.note { color: #444 } @media (prefers-color-scheme: dark) { .note { color: #eee } } [data-ogsc] .note { color: #eee }</style>',
    ),
  ],
  [
    'a background with VML',
    html(
      '<!--[if mso]><v:rect><v:fill src="https://cdn.wool.test.ch/a.png" /></v:rect><![endif]--><table><tr><td background="https://cdn.wool.test.ch/a.png" bgcolor="#123456"><span style="color:#fff">Spring</span></td></tr></table>',
    ),
  ],
  ['a subject that begins like an answer', { ...clean, subject: 'Reading list: spring. Regarding wool' }],
  ['a short one in capitals', { ...clean, subject: 'NEW: IKEA and H&M wool' }],
];

test.each(cleanOnes)('nothing is said of a message that has no fault: %s', async (_what, content) => {
  expect(await said(content)).toEqual([]);
});

/** As the transactional mails are that other products give away, before and after somebody fills them in. */
const transactional = (shop: string, company: string, url: string) =>
  `<html><head><style>.sub { color: #A8AAAF }</style></head><body bgcolor="#F4F4F7">${paragraph}<a href="${shop}">${company}</a>
  <p>Hi {{ name }}, your {{product_name}} ends on {{ trial_end }}.</p><a href="{{ action_url }}">Go on</a>
  <p class="sub">If the button does not work, open {{ action_url }}</p><p class="sub">${company}</p><a href="${url}">Unsubscribe</a></body></html>`;
const alarmsIn = async (body: string) =>
  (await said({ ...clean, body })).filter(({ severity }) => severity !== 'advice');

test('what is left from another product is one alarm, however much it is; filled in, there is none', async () => {
  const bare = transactional('https://example.com', '[Company Name, LLC]', 'https://shop.wool.test.ch/no');
  expect(await alarmsIn(bare)).toMatchObject([
    { code: 'unsubscribe_missing' },
    { code: 'placeholder_text', line: 2, message: expect.stringContaining('{{ name }}, {{ product_name }}') },
  ]);
  const filled = transactional('https://shop.wool.test.ch', 'Wool', '{{ unsubscribe_url }}').replaceAll(
    /\{\{ ?(?!unsubscribe)\w+ ?\}\}/g,
    'https://shop.wool.test.ch/go',
  );
  expect(await alarmsIn(filled)).toEqual([]);
  const misspelled = await alarmsIn(
    html('<p>{{ contact.frist_name }} {{ contact.lats_name }} {{ a }} {{ b }}</p>').body,
  );
  expect(misspelled.map(({ message }) => message)).toEqual([
    '{{ contact.frist_name }} is not a known variable and will be empty.',
    '{{ contact.lats_name }} is not a known variable and will be empty.',
    '{{ a }} and {{ b }} are not known variables and will be empty.',
  ]);
});

test('a block of Handlebars is named as such', async () => {
  const { errors } = await compileTemplate(html('{{#each receipt_details}}<p>{{ amount }}</p>{{/each}}'));
  expect(errors).toMatchObject([{ message: expect.stringMatching(/^\{\{#each\}\} is Handlebars/) }]);
});

test.each(planted.filter(([, content]) => content.format === 'html'))(
  'what can be mended at once is, by its own mend: %s (%#)',
  async (code, content) => {
    const found = (await said(content)).find((problem) => problem.code === code && problem.fix);
    if (!found?.fix) return;
    const mendable = { ...content, document: null };
    const better = mended(mendable, found.fix.mend);
    expect(better).not.toEqual(mendable);
    expect((await said(better)).map((problem) => problem.message)).not.toContain(found.message);
    expect(mended(better, found.fix.mend)).toEqual(
      found.fix.mend.kind === 'unsubscribe_link' ? expect.anything() : better,
    );
  },
);

test('a problem has the line of what its author wrote', async () => {
  const content = html('\n<a href="https://shop.wool.test.ch">ok</a>\n<a href="https://example.com/wool">Buy</a>');
  expect((await said(content)).find(({ code }) => code === 'link_placeholder')).toMatchObject({
    path: ['body'],
    line: 3,
  });
});

test('the largest message there may be is checked in a moment', async () => {
  const cell =
    '<td style="color:#333" class="a b">word <a href="https://shop.wool.test.ch/{{ contact.email }}">x</a></td>';
  const content = html(cell.repeat(3_000), `<style>${'.a > .b, td { color: #333 }'.repeat(500)}</style>`);
  expect((await said(content)).map(({ code }) => code)).toContain('clipped');
});
