import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { starters } from '@engagex/domain/documents';
import { commentLimits, templateCommentsRoutes as routes } from '@engagex/domain/template-comments';
import { templateDraftsRoutes, templatesRoutes } from '@engagex/domain/templates';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { turnOffMail } from '../../testing/turn-off-mail.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let ada: TestMember;
let ben: TestMember;
beforeAll(async () => {
  smtp = await startSmtp(() => null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, PRIVATE_NETWORKS: 'true' } });
  ada = await api.newOrganization();
  ben = await api.newMember(ada.organizationId, 'editor');
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const letter = () => starters.find(({ id }) => id === 'letter')!.document();
const blockOf = ({ sections }: ReturnType<typeof letter>) => sections[0]!.columns[0]!.blocks[0]!.id;

async function visual() {
  const document = letter();
  const { id } = await ada.call(templatesRoutes.create, { name: 'Monthly', subject: 'News', kind: 'visual', document });
  return { id, document, blockId: blockOf(document) };
}
const threadsOf = async (id: string, member = ada) => (await member.call(routes.list, { id })).threads;
const refusal = (status: number, code: string) => ({ status, problem: { code } });

async function mailTo({ userId }: TestMember) {
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
  return Promise.all(smtp.messages.filter(({ to }) => to === rows[0]!.email).map((each) => smtp.parse(each)));
}
const statesOf = async (commentId: string) => {
  const { rows } = await api.owner.query<{ state: string }>('select state from notifications where object_id = $1', [
    commentId,
  ]);
  return rows.map(({ state }) => state);
};

test('a thread is about a block, is answered, resolved, and opened again by an answer', async () => {
  const { id, blockId } = await visual();
  const first = await ada.call(routes.create, { id, blockId, body: '  Is this\nright? ' });
  expect(first).toMatchObject({ body: 'Is this\nright?', author: { id: ada.userId }, canDelete: true });
  await ben.call(routes.create, { id, threadId: first.id, body: 'Yes' });
  await ben.call(routes.create, { id, body: 'All of it is too long' });
  expect(await threadsOf(id, ben)).toMatchObject([
    { id: first.id, blockId, resolvedAt: null, comments: [{ canDelete: false }, { body: 'Yes', canDelete: true }] },
    { blockId: null, comments: [{ body: 'All of it is too long' }] },
  ]);
  await ben.call(routes.resolve, { id: first.id });
  expect((await threadsOf(id))[0]).toMatchObject({ resolvedAt: expect.any(String), resolvedBy: { id: ben.userId } });
  await ben.call(routes.create, { id, threadId: first.id, body: 'Or not' });
  expect((await threadsOf(id))[0]).toMatchObject({ resolvedAt: null, resolvedBy: null });
  await ben.call(routes.resolve, { id: first.id });
  await ada.call(routes.reopen, { id: first.id });
  expect((await threadsOf(id))[0]?.resolvedAt).toBeNull();
});

test('a comment is deleted by its author or whoever manages members, comes back with one undo, and a first one takes its thread along', async () => {
  const { id, blockId } = await visual();
  const first = await ada.call(routes.create, { id, blockId, body: 'First' });
  const answer = await ben.call(routes.create, { id, threadId: first.id, body: 'Answer' });
  await expect(ben.call(routes.delete, { id: first.id })).rejects.toMatchObject(
    refusal(403, 'template-comment.of-another'),
  );
  await ada.call(routes.delete, { id: answer.id });
  expect((await threadsOf(id))[0]?.comments).toHaveLength(1);
  await ben.call(routes.restore, { id: answer.id });
  await ada.call(routes.delete, { id: first.id });
  expect(await threadsOf(id)).toEqual([]);
  await expect(ben.call(routes.create, { id, threadId: first.id, body: 'Too late' })).rejects.toMatchObject({
    status: 404,
  });
  await expect(ben.call(routes.restore, { id: first.id })).rejects.toMatchObject({ status: 403 });
  await ada.call(routes.restore, { id: first.id });
  expect((await threadsOf(id))[0]?.comments).toHaveLength(2);
});

test('who is mentioned gets one email with what was said and a link to it; the author gets none', async () => {
  const { id, blockId } = await visual();
  const { members } = await ada.call(routes.members, { id });
  expect(members.map((member) => member.id).toSorted()).toEqual([ada.userId, ben.userId].toSorted());
  const body = 'Shorter, please, @Test person';
  const comment = await ada.call(routes.create, { id, blockId, body, mentions: [ben.userId, ben.userId, ada.userId] });
  expect(comment.mentions.map((each) => each.id).toSorted()).toEqual([ada.userId, ben.userId].toSorted());
  await expect.poll(() => statesOf(comment.id), { timeout: 15_000 }).toEqual(['accepted']);
  const [mail, ...others] = await mailTo(ben);
  expect(others).toEqual([]);
  expect(mail?.subject).toBe('You were mentioned in a comment on “Monthly”');
  expect(mail?.text).toContain(`“${body}”`);
  expect(mail?.text).toContain(`/o/${ada.organizationId}/templates/${id}#comment-${comment.id}`);
  expect(await mailTo(ada)).toEqual([]);
});

test('who turned emails off is not mailed, nor anybody about a comment that was deleted at once', async () => {
  const { id } = await visual();
  const quiet = await api.newMember(ada.organizationId, 'editor');
  await turnOffMail(quiet);
  const first = await ada.call(routes.create, { id, body: '@you', mentions: [quiet.userId] });
  await expect.poll(() => statesOf(first.id), { timeout: 15_000 }).toEqual(['unwanted']);
  expect(await mailTo(quiet)).toEqual([]);
  const eve = await api.newMember(ada.organizationId, 'editor');
  const second = await ada.call(routes.create, { id, body: '@you', mentions: [eve.userId] });
  await ada.call(routes.delete, { id: second.id });
  await expect.poll(() => statesOf(second.id), { timeout: 15_000 }).not.toContain('pending');
  expect((await statesOf(second.id)).concat((await mailTo(eve)).map(() => 'mailed'))).toSatisfy(
    (told: string[]) => told.join() === 'dropped' || told.join() === 'accepted,mailed', // whichever came first
  );
});

test('comments are part of no message and no copy, and stay when the block is deleted', async () => {
  const { id, document, blockId } = await visual();
  await ada.call(routes.create, { id, blockId, body: 'Only among us' });
  const { html, text } = await ada.call(templatesRoutes.preview, { subject: 'News', kind: 'visual', document });
  const stored = await ada.call(templatesRoutes.get, { id });
  const copy = await ada.call(templatesRoutes.create, { name: 'Copy', subject: 'News', kind: 'visual', document });
  expect(JSON.stringify([html, text, stored, copy])).not.toContain('Only among us');
  expect(await threadsOf(copy.id)).toEqual([]);
  const sections = document.sections.slice(1);
  await ada.call(templateDraftsRoutes.save, { id, baseRevision: 1, document: { ...document, sections } });
  expect(await threadsOf(id)).toMatchObject([{ blockId, comments: [{ body: 'Only among us' }] }]);
});

test('code has comments on the whole of it only', async () => {
  const code = { name: 'Code', subject: 'News', format: 'html', body: '<p>Hello</p>' } as const;
  const { id } = await ada.call(templatesRoutes.create, code);
  await expect(ada.call(routes.create, { id, blockId: 'b', body: 'Here' })).rejects.toMatchObject(
    refusal(400, 'template-comment.block'),
  );
  await ada.call(routes.create, { id, body: 'Fine' });
  expect(await threadsOf(id)).toHaveLength(1);
});

test.each([
  ['no words', { body: ' \n ' }],
  ['more than 2,000 characters', { body: 'x'.repeat(commentLimits.characters + 1) }],
  ['a control character', { body: 'a\u0000b' }],
  ['an id that no block has', { body: 'x', blockId: '<script>' }],
  ['a thread and a block', { body: 'x', blockId: 'b', threadId: '01890000-0000-7000-8000-000000000000' }],
])('a comment with %s is refused', async (_what, comment) => {
  const { id } = await visual();
  await expect(ada.call(routes.create, { id, ...comment })).rejects.toMatchObject({ status: 400 });
});

test('strangers and members who may not see templates are not mentioned, and strangers see and do nothing', async () => {
  const { id } = await visual();
  const stranger = await api.newOrganization();
  const analyst = await api.newMember(ada.organizationId, 'analyst');
  for (const { userId } of [stranger, analyst])
    await expect(ada.call(routes.create, { id, body: 'x', mentions: [userId] })).rejects.toMatchObject(
      refusal(400, 'template-comment.mention'),
    );
  const { id: commentId } = await ada.call(routes.create, { id, body: 'Ours' });
  for (const route of [routes.list, routes.members])
    await expect(stranger.call(route, { id })).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(routes.create, { id, body: 'x' })).rejects.toMatchObject({ status: 404 });
  await expect(stranger.call(routes.edit, { id: commentId, body: 'x' })).rejects.toMatchObject({ status: 404 });
  for (const route of [routes.resolve, routes.reopen, routes.delete, routes.restore])
    await expect(stranger.call(route, { id: commentId })).rejects.toMatchObject({ status: 404 });
  await expect(analyst.call(routes.list, { id })).rejects.toMatchObject({ status: 403 });
  const other = await visual();
  await expect(ada.call(routes.create, { id: other.id, threadId: commentId, body: 'x' })).rejects.toMatchObject({
    status: 404,
  });
});

test('a template has 500 comments at most, however many are added at once', async () => {
  const { id } = await visual();
  await api.owner.query(
    `insert into template_comments (organization_id, template_id, body, created_by_id)
     select $1, $2, 'x', $3 from generate_series(1, $4::int)`,
    [ada.organizationId, id, ada.userId, commentLimits.comments - 1],
  );
  const added = await Promise.allSettled(['a', 'b', 'c'].map((body) => ada.call(routes.create, { id, body })));
  expect(added.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const one = (await threadsOf(id))[0]!.id;
  await ada.call(routes.delete, { id: one });
  await ada.call(routes.create, { id, body: 'd' });
  await expect(ada.call(routes.restore, { id: one })).rejects.toMatchObject(refusal(409, 'template-comment.too-many'));
});

test('its author changes a comment, and nobody else; it says so until it says again what it said first', async () => {
  const { id } = await visual();
  const first = await ada.call(routes.create, { id, body: 'Frist', mentions: [ben.userId] });
  expect(first).toMatchObject({ canEdit: true, editedAt: null });
  const edited = await ada.call(routes.edit, { id: first.id, body: 'First', mentions: [ben.userId] });
  expect(edited).toMatchObject({ body: 'First', editedAt: expect.any(String), createdAt: first.createdAt });
  expect((await threadsOf(id, ben))[0]?.comments).toMatchObject([{ body: 'First', canEdit: false, canDelete: false }]);
  for (const other of [ben, await api.newMember(ada.organizationId, 'admin')])
    await expect(other.call(routes.edit, { id: first.id, body: 'x' })).rejects.toMatchObject(
      refusal(403, 'template-comment.of-another'),
    );
  expect(await statesOf(first.id)).toHaveLength(1);
  const late = await api.newMember(ada.organizationId, 'editor');
  await ada.call(routes.edit, { id: first.id, body: 'First, @late', mentions: [late.userId] });
  expect(await statesOf(first.id)).toHaveLength(2);
  const undone = await ada.call(routes.edit, { id: first.id, body: 'Frist', mentions: [ben.userId] });
  expect(undone).toMatchObject({ body: 'Frist', editedAt: null });
  await ada.call(routes.delete, { id: first.id });
  await expect(ada.call(routes.edit, { id: first.id, body: 'x' })).rejects.toMatchObject({ status: 404 });
});

test('an analyst reads what was said about the templates of a campaign, and changes none of it', async () => {
  const [{ id }, other] = [await visual(), await visual()];
  const said = await ada.call(routes.create, { id, body: 'Too long?' });
  await ada.call(routes.create, { id: other.id, body: 'Of the variant' });
  const own = { subject: '', preheader: '', senderName: '', templateId: null };
  const abTest = { ...usualAbTest, variants: [own, { ...own, templateId: other.id }] };
  const campaign = await ada.call(campaignsRoutes.create, { name: 'June', templateId: id });
  await ada.call(campaignsRoutes.update, { id: campaign.id, abTest });
  const analyst = await api.newMember(ada.organizationId, 'analyst');
  expect((await analyst.call(routes.ofCampaign, { id: campaign.id })).templates).toMatchObject([
    { id, name: 'Monthly', threads: [{ comments: [{ body: 'Too long?', canEdit: false, canDelete: false }] }] },
    { id: other.id, threads: [{ comments: [{ body: 'Of the variant' }] }] },
  ]);
  await expect(analyst.call(routes.edit, { id: said.id, body: 'x' })).rejects.toMatchObject({ status: 403 });
  await expect(analyst.call(routes.create, { id, body: 'x' })).rejects.toMatchObject({ status: 403 });
  const stranger = await api.newOrganization();
  await expect(stranger.call(routes.ofCampaign, { id: campaign.id })).rejects.toMatchObject({ status: 404 });
});
