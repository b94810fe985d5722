import { afterAll, beforeAll, expect, test } from 'vitest';
import { organizationRoutes } from '@engagex/domain/accounts';
import { approvalsRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { brandRoutes } from '@engagex/domain/brand';
import { type Block, block, emailDocument } from '@engagex/domain/documents';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const saying = (text: string, id = 'hours'): Block =>
  block.parse({
    id,
    type: 'heading',
    level: 2,
    content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
  });
const footer = block.parse({
  id: 'footer',
  type: 'footer',
  unsubscribe: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Unsubscribe' }] }] },
});
const documentWith = (savedBlockId: string) =>
  emailDocument.parse({
    version: 1,
    sections: [{ id: 's', columns: [{ id: 'c', blocks: [{ id: 'b', type: 'saved', savedBlockId }, footer] }] }],
  });

async function savedIn(member: TestMember, name = 'Monthly') {
  const saved = await member.call(savedBlocksRoutes.create, {
    name: `Hours of ${name}`,
    blocks: [saying('Open from 9')],
  });
  const template = await member.call(templatesRoutes.create, {
    name,
    subject: 'News',
    kind: 'visual',
    document: documentWith(saved.id),
  });
  return { saved, template };
}
const bodyOf = async (member: TestMember, id: string) => (await member.call(templatesRoutes.get, { id })).body;
const campaignOf = async (member: TestMember, templateId: string) =>
  member.call(campaignsRoutes.create, {
    name: 'June',
    templateId,
    groupIds: [await buildGroup(api.owner, member, addresses(3))],
    senderName: 'Shop',
    senderEmail: 'hello@shop.example',
  });

test('templates show what is published: a draft changes none, a release all at once, and one undo takes it back', async () => {
  const member = await api.newOrganization();
  const { saved, template } = await savedIn(member);
  const { template: second } = {
    template: await member.call(templatesRoutes.create, {
      name: 'Second',
      subject: 'News',
      kind: 'visual',
      document: documentWith(saved.id),
    }),
  };
  expect(template.body).toContain('Open from 9');
  expect(await member.call(savedBlocksRoutes.get, { id: saved.id })).toMatchObject({ templates: 2, isChanged: false });

  const edited = await member.call(savedBlocksRoutes.update, { id: saved.id, blocks: [saying('Open from 10')] });
  expect(edited).toMatchObject({ isChanged: true, release: 1, canUndo: false });
  expect(await bodyOf(member, template.id)).toBe(template.body);
  const { before, after } = await member.call(savedBlocksRoutes.preview, { id: saved.id, templateId: template.id });
  expect([before.html, after.html].map((html) => /Open from \d+/.exec(html)?.[0])).toEqual([
    'Open from 9',
    'Open from 10',
  ]);

  const published = await member.call(savedBlocksRoutes.publish, { id: saved.id, version: edited.updatedAt });
  expect(published).toMatchObject({ isChanged: false, release: 2, canUndo: true, updatedAt: edited.updatedAt });
  for (const id of [template.id, second.id]) expect(await bodyOf(member, id)).toContain('Open from 10');
  await expect(member.call(savedBlocksRoutes.publish, { id: saved.id })).rejects.toMatchObject({ status: 409 });

  const undone = await member.call(savedBlocksRoutes.undo, { id: saved.id, release: 2 });
  expect(undone).toMatchObject({ isChanged: true, canUndo: false });
  expect(await bodyOf(member, template.id)).toBe(template.body);
  await expect(member.call(savedBlocksRoutes.undo, { id: saved.id, release: 2 })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'saved-block.undone' },
  });
});

test('what a release changes is told before: campaigns with a time first, approved ones as such, launched ones not at all', async () => {
  const member = await api.newOrganization();
  await member.call(organizationRoutes.updateSending, { undoSeconds: 0, requiresApproval: false });
  const { saved, template } = await savedIn(member);
  const draft = await campaignOf(member, template.id);
  const scheduled = await campaignOf(member, template.id);
  await member.call(campaignsRoutes.schedule, { id: scheduled.id, plan: { kind: 'at', time: '2027-01-01T09:00' } });
  const launched = await campaignOf(member, template.id);
  await member.call(campaignsRoutes.launch, { id: launched.id });

  const effects = await member.call(savedBlocksRoutes.effects, { id: saved.id });
  expect(effects.templates).toEqual([{ id: template.id, name: 'Monthly' }]);
  expect(effects.campaigns.map(({ id, status }) => [id, status])).toEqual([
    [scheduled.id, 'scheduled'],
    [draft.id, 'draft'],
  ]);
});

test('an approved campaign loses its approval to a release', async () => {
  const ada = await api.newOrganization();
  await ada.call(organizationRoutes.updateSending, { undoSeconds: 0, requiresApproval: true });
  const joan = await api.newMember(ada.organizationId, 'campaign_manager');
  const { saved, template } = await savedIn(ada);
  const { id } = await campaignOf(ada, template.id);
  const { id: approvalId } = await ada.call(approvalsRoutes.ask, { id, note: '', onApproval: 'wait' });
  await joan.call(approvalsRoutes.approve, { id, approvalId });
  expect((await ada.call(savedBlocksRoutes.effects, { id: saved.id })).campaigns).toMatchObject([
    { id, isApproved: true },
  ]);

  expect((await ada.call(brandRoutes.affected)).approvals).toBe(1);

  await ada.call(savedBlocksRoutes.update, { id: saved.id, blocks: [saying('Closed')] });
  await ada.call(savedBlocksRoutes.publish, { id: saved.id });
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toMatchObject({
    problem: { code: 'approval.missing' },
  });
});

test('a template is seen with a brand before it is saved, and only code has none; approvals at stake are counted', async () => {
  const member = await api.newOrganization();
  const { template } = await savedIn(member);
  const { kit } = await member.call(brandRoutes.get);
  const light = { ...kit.colors.light, surface: '#fff0aa' };
  const changed = { ...kit, colors: { ...kit.colors, light } };
  const shown = await member.call(brandRoutes.preview, { kit: changed, templateId: template.id });
  expect([shown.before, shown.after].map(({ html }) => html.includes('#fff0aa'))).toEqual([false, true]);
  expect((await member.call(brandRoutes.get)).kit).toEqual(kit);
  const code = await member.call(templatesRoutes.create, {
    name: 'Code',
    subject: 'x',
    format: 'html',
    body: '<p>x</p>',
  });
  await expect(member.call(brandRoutes.preview, { kit, templateId: code.id })).rejects.toMatchObject({
    problem: { code: 'template.kind' },
  });
  const stranger = await api.newOrganization();
  await expect(stranger.call(brandRoutes.preview, { kit, templateId: template.id })).rejects.toMatchObject({
    status: 404,
  });
});

test('a saved block that a template has is not deleted; one that none has is, and comes back', async () => {
  const member = await api.newOrganization();
  const { saved, template } = await savedIn(member);
  await expect(member.call(savedBlocksRoutes.delete, { id: saved.id })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'saved-block.in-use', usedBy: [{ kind: 'template', id: template.id, name: 'Monthly' }] },
  });
  await member.call(templatesRoutes.delete, { id: template.id });
  await member.call(savedBlocksRoutes.delete, { id: saved.id });
  expect((await member.call(savedBlocksRoutes.list)).items).toEqual([]);
  await member.call(savedBlocksRoutes.restore, { id: saved.id });
  expect((await member.call(savedBlocksRoutes.list)).items).toMatchObject([{ id: saved.id, templates: 0 }]);
});

test.each([
  ['no block', []],
  ['a saved block', [{ id: 'b', type: 'saved', savedBlockId: '8f14e45f-ceea-467f-ab0e-000000000001' }]],
  ['an id twice', [saying('A', 'x'), saying('B', 'x')]],
  ['more than 30 blocks', Array.from({ length: 31 }, (_, index) => saying('A', `x${index}`))],
  ['more than 64 kB', Array.from({ length: 8 }, (_, index) => saying('A'.repeat(9_000), `x${index}`))],
])('a saved block of %s is refused', async (_what, blocks) => {
  const member = await api.newOrganization();
  await expect(
    member.call(savedBlocksRoutes.create, { name: 'Refused', blocks: blocks as Block[] }), // what others send
  ).rejects.toMatchObject({ status: 400 });
});

test('a name is there once, and another organization sees nothing', async () => {
  const [member, stranger] = [await api.newOrganization(), await api.newOrganization()];
  const { saved } = await savedIn(member);
  await expect(
    member.call(savedBlocksRoutes.create, { name: saved.name.toUpperCase(), blocks: saved.blocks }),
  ).rejects.toMatchObject({ status: 409, problem: { code: 'saved-block.name-taken' } });
  await expect(stranger.call(savedBlocksRoutes.get, { id: saved.id })).rejects.toMatchObject({ status: 404 });
  const analyst = await api.newMember(member.organizationId, 'analyst');
  await expect(analyst.call(savedBlocksRoutes.list)).rejects.toMatchObject({ status: 403 });
});
