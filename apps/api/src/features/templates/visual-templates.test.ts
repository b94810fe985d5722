import { afterAll, beforeAll, expect, test } from 'vitest';
import { brandRoutes } from '@engagex/domain/brand';
import { brandFrom, type EmailDocument, starters } from '@engagex/domain/documents';
import { templatesRoutes } from '@engagex/domain/templates';
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
    body: { code: 'conflict.changed', current: { document: theirs } },
  });
});

test('neither kind becomes the other, and neither is stored without its parts', async () => {
  const document = starter('letter');
  const code = { ...texts, format: 'html', body: '<p>Hello</p>' } as const;
  const visual = await member.call(templatesRoutes.create, { ...texts, kind: 'visual', document });
  const written = await member.call(templatesRoutes.create, code);
  const refused = { status: 400, body: { code: 'template.kind' } };
  for (const attempt of [
    member.call(templatesRoutes.update, { id: visual.id, body: '<p>Code</p>' }),
    member.call(templatesRoutes.update, { id: written.id, document }),
    member.call(templatesRoutes.create, { ...texts, kind: 'visual' }),
    member.call(templatesRoutes.create, { ...code, kind: 'visual', document }),
    member.call(templatesRoutes.create, { ...texts, format: 'html' }),
    member.call(templatesRoutes.create, { ...code, document }),
  ])
    await expect(attempt).rejects.toMatchObject(refused);
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
