import { afterAll, beforeAll, expect, test } from 'vitest';
import { brandRoutes } from '@engagex/domain/brand';
import { brandFrom, type EmailDocument, starters } from '@engagex/domain/documents';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { templateConversionRoutes, templatesRoutes } from '@engagex/domain/templates';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  member = await api.newOrganization();
});
afterAll(() => api.close());

const starter = (id: string): EmailDocument => starters.find((each) => each.id === id)!.document();
const texts = { name: 'Monthly', subject: 'What we learned', preheader: 'A year of slow mornings' };

test('a visual template is its document; MJML, HTML and text are made of it', async () => {
  const document = starter('letter');
  const template = await member.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  expect(template).toMatchObject({ kind: 'visual', format: 'mjml', textBody: '', document });
  expect(template.body).toMatch(/^<mjml lang="en" dir="ltr">/);
  expect(await member.call(templatesRoutes.get, { id: template.id })).toEqual(template);

  const { kind, subject, preheader } = { kind: 'visual', ...texts } as const;
  const preview = await member.call(templatesRoutes.preview, { kind, subject, preheader, document });
  expect(preview.html).toContain('<!doctype html>');
  expect(preview.text.length).toBeGreaterThan(50);
  expect(preview.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a save over somebody else’s is refused with what they saved, so that both can be merged', async () => {
  const document = starter('letter');
  const { id, updatedAt } = await member.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  const theirs = { ...document, direction: 'rtl' } as const;
  await member.call(templatesRoutes.update, { id, document: theirs, version: updatedAt });
  const mine = { ...document, sections: document.sections.slice(1) };
  await expect(member.call(templatesRoutes.update, { id, document: mine, version: updatedAt })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'conflict.changed', current: { document: theirs } },
  });
});

test('neither kind becomes the other, and neither is stored without its parts', async () => {
  const document = starter('letter');
  const code = { ...texts, format: 'html', body: '<p>Hello</p>' } as const;
  const visual = await member.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  const written = await member.call(templatesRoutes.create, code);
  const refused = { status: 400, problem: { code: 'template.kind' } };
  for (const attempt of [
    () => member.call(templatesRoutes.update, { id: visual.id, body: '<p>Code</p>' }),
    () => member.call(templatesRoutes.update, { id: written.id, document }),
    () => member.call(templatesRoutes.create, { ...texts, kind: 'visual' }),
    () => member.call(templatesRoutes.create, { ...code, kind: 'visual', document }),
    () => member.call(templatesRoutes.create, { ...texts, format: 'html' }),
    () => member.call(templatesRoutes.create, { ...code, document }),
  ])
    await expect(attempt()).rejects.toMatchObject(refused);
  expect(await member.call(templatesRoutes.get, { id: written.id })).toMatchObject({ kind: 'code', body: code.body });
});

test.each([
  ['a block of no known kind', { blocks: [{ id: 'b', type: 'marquee' }] }],
  ['an id that is there twice', { blocks: [{ id: 'c1', type: 'spacer', height: 20 }] }],
])('%s is refused', async (_what, column) => {
  const document = { version: 1, sections: [{ id: 's1', columns: [{ id: 'c1', ...column }] }] };
  const answer = await member.fetch('/api/templates', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...texts, kind: 'visual', document }),
  });
  expect(answer.status).toBe(400);
});

test('visual templates follow the brand kit, what was written as code does not, and nobody has to save again', async () => {
  const owner = await api.newOrganization();
  const other = await api.newOrganization();
  const document = starter('sale');
  const visual = await owner.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  const theirs = await other.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  const code = await owner.call(templatesRoutes.create, { ...texts, format: 'mjml', body: visual.body });
  const before = await owner.call(brandRoutes.get);
  expect(before).toMatchObject({ isDefault: true, templates: 1, kit: brandFrom() });

  const kit = brandFrom('#8a1c4a');
  const saved = await owner.call(brandRoutes.save, { kit, version: before.updatedAt });
  expect(saved).toMatchObject({ isDefault: false, kit });
  const after = await owner.call(templatesRoutes.get, { id: visual.id });
  expect(after.body).not.toBe(visual.body);
  expect(after.body).toContain(kit.colors.light.primary);
  expect(after.updatedAt).toBe(visual.updatedAt);
  expect((await owner.call(templatesRoutes.get, { id: code.id })).body).toBe(code.body);
  expect((await other.call(templatesRoutes.get, { id: theirs.id })).body).toBe(theirs.body);
  await expect(owner.call(brandRoutes.save, { kit: brandFrom(), version: before.updatedAt })).rejects.toMatchObject({
    status: 409,
  });
});

test('the templates that a brand kit changes are listed, those that are scheduled first', async () => {
  const owner = await api.newOrganization();
  const make = async (name: string) =>
    (await owner.call(templatesRoutes.create, { ...texts, name, kind: 'visual', document: starter('letter') })).id;
  const [own, ofVariant, other] = [await make('Own'), await make('Of a variant'), await make('Other')];
  await owner.call(templatesRoutes.create, { ...texts, name: 'Code', format: 'html', body: '<p>Hello</p>' });
  expect((await owner.call(brandRoutes.affected)).items.map(({ name }) => name)).toEqual([
    'Other',
    'Of a variant',
    'Own',
  ]);
  const schedule = async (name: string, startsAt: string, templateId: string, variant: string | null = null) => {
    const { id } = await owner.call(campaignsRoutes.create, { name, templateId });
    await api.owner.query(
      `update campaigns set status = 'scheduled', starts_at = $2, wake_at = $2,
         ab_test = case when $3::text is null then ab_test else jsonb_build_object('variants', jsonb_build_array(jsonb_build_object('templateId', $3::text))) end
       where id = $1`,
      [id, startsAt, variant],
    );
    return id;
  };
  await schedule('Later', '2027-03-01T09:00:00Z', own);
  const first = await schedule('First', '2027-01-01T09:00:00Z', own);
  const next = await schedule('With a variant', '2027-02-01T09:00:00Z', own, ofVariant);
  expect((await owner.call(brandRoutes.affected)).items).toEqual([
    { id: own, name: 'Own', campaign: { id: first, name: 'First', startsAt: '2027-01-01T09:00:00.000Z' } },
    {
      id: ofVariant,
      name: 'Of a variant',
      campaign: { id: next, name: 'With a variant', startsAt: '2027-02-01T09:00:00.000Z' },
    },
    { id: other, name: 'Other', campaign: null },
  ]);
});

test('code is stored and answered byte for byte, whatever its line ends and spaces are', async () => {
  const body =
    '\ufeff<!doctype html>\r\n<p>one  \r\n\ttwo\rthree\n\n</p>\u2028\u00a0 <a href="{{ unsubscribe_url }}">x</a> \n';
  const textBody = 'one \r\n two\n';
  const { id } = await member.call(templatesRoutes.create, { ...texts, format: 'html', body, textBody });
  expect(await member.call(templatesRoutes.get, { id })).toMatchObject({ body, textBody });
  await member.call(templatesRoutes.update, { id, name: 'Renamed' });
  expect(await member.call(templatesRoutes.get, { id })).toMatchObject({ name: 'Renamed', body, textBody });
});

test.each([
  [
    'HTML',
    'html',
    '<div style="display:none">News for {{ contact.first_name }}</div>\n<h1>Hello</h1>\n<p>{% if contact.country %}near you{% endif %} <a href="https://shop.example/a?b=1&amp;c=2">Look</a> <a href="/here">here</a></p>',
    3,
  ],
  [
    'MJML',
    'mjml',
    '<mjml><mj-head><mj-preview>News for {{ contact.first_name }}</mj-preview></mj-head><mj-body><mj-section><mj-column><mj-text><h1>Hello</h1><p>{% if contact.country %}near you{% endif %} <a href="https://shop.example/a?b=1&amp;c=2">Look</a> <a href="/here">here</a></p></mj-text></mj-column></mj-section></mj-body></mjml>',
    null,
  ],
] as const)(
  '%s becomes a document with a receipt, and a visual template of it can be sent',
  async (_, format, body, line) => {
    const converted = await member.call(templateConversionRoutes.convert, { format, body, textBody: 'My own words' });
    expect(converted.preheader).toBe('News for {{ contact.first_name }}');
    expect(converted.receipt.losses).toEqual([
      { kind: 'liquid', words: '{% if contact.country %}', line },
      { kind: 'liquid', words: '{% endif %}', line },
      { kind: 'address', words: '/here', line },
      { kind: 'plain_text', words: 'My own words', line: null },
    ]);
    const { document, preheader } = converted;
    const copy = await member.call(templatesRoutes.create, { ...texts, preheader, kind: 'visual', document });
    const preview = await member.call(templatesRoutes.preview, {
      kind: 'visual',
      document: copy.document ?? undefined,
    });
    expect(preview.html).toContain('href="https://shop.example/a?b=1&amp;c=2"');
    expect(preview.text).toContain('Hello');
    expect(preview.text).toContain('near you');
  },
);

test('what cannot be converted is refused in words, and analysts convert nothing', async () => {
  const broken = { format: 'mjml', body: '<p>No MJML</p>' } as const;
  const huge = { format: 'html', body: '<h1>x</h1>'.repeat(301) } as const;
  const refusals = [
    [broken, 'template.invalid'],
    [huge, 'document.invalid'],
  ] as const;
  for (const [input, code] of refusals)
    await expect(member.call(templateConversionRoutes.convert, input)).rejects.toMatchObject({
      status: 400,
      problem: { code },
    });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(
    analyst.call(templateConversionRoutes.convert, { format: 'html', body: '<p>x</p>' }),
  ).rejects.toMatchObject({ status: 403 });
});

test('what is found in the message is told at the block that made it, and at no line', async () => {
  const document = starter('letter');
  const [first] = document.sections[0]!.columns;
  const paragraph = (text: string, marks: object[] = []) => ({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text, marks }] }],
  });
  const link = { type: 'link', attrs: { link: { to: 'address', address: 'https://example.com/a?b=1&c=2' } } };
  const blocks = [
    {
      id: 'faint',
      type: 'text',
      content: paragraph('Terms & conditions', [{ type: 'color', attrs: { color: '#dddddd' } }]),
    },
    { id: 'nowhere', type: 'text', content: paragraph('See more', [link]) },
    { id: 'lorem', type: 'text', content: paragraph('Lorem ipsum dolor sit amet') },
  ];
  const body = {
    ...texts,
    kind: 'visual',
    document: {
      ...document,
      sections: [
        { ...document.sections[0], columns: [{ ...first, blocks: [...first!.blocks, ...blocks] }] },
        ...document.sections.slice(1),
      ],
    },
  };
  const response = await member.fetch('/api/templates/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { problems } = (await response.json()) as { problems: { code?: string; path: string[]; line?: number }[] };
  expect(problems.filter(({ line }) => line !== undefined)).toEqual([]);
  const found = new Map(problems.map(({ code, path }) => [code, path]));
  expect(found.get('contrast_low')).toEqual(['document', 'faint']);
  expect(found.get('link_placeholder')).toEqual(['document', 'nowhere']);
  expect(found.get('placeholder_text')).toEqual(['document', 'lorem']);
});
