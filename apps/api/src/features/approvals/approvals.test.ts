import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { organizationRoutes, type Role } from '@engagex/domain/accounts';
import {
  approvalsRoutes,
  type CampaignDraft,
  campaignsRoutes,
  draftFields,
  draftOf,
  usualRollout,
  usualAbTest,
} from '@engagex/domain/campaigns';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { templateDraftsRoutes, templatesRoutes } from '@engagex/domain/templates';
import { topicsRoutes } from '@engagex/domain/topics';
import { runInScope } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunCampaign } from '../campaign-runs/run-campaign.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

function itIs(time: string): void {
  vi.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(time));
}

/** An organization that asks for approvals: who drafted and asked, and somebody who may approve. */
async function team(role: Role = 'campaign_manager') {
  const ada = await api.newOrganization();
  await ada.call(organizationRoutes.updateSending, { undoSeconds: 0, requiresApproval: true });
  const joan = await api.newMember(ada.organizationId, role);
  const draft = await buildCampaign(ada, await buildGroup(api.owner, ada, addresses(3)));
  return { ada, joan, id: draft.id, draft };
}

const sheet = (member: TestMember, id: string) => member.call(approvalsRoutes.get, { id });
/** For the requester to send themselves. */
const ask = (member: TestMember, id: string, note = '') =>
  member.call(approvalsRoutes.ask, { id, note, onApproval: 'wait' });
/** To be sent or scheduled as soon as it is approved. */
const askToSend = async (member: TestMember, id: string, note = '') =>
  (await member.call(approvalsRoutes.ask, { id, note })).id;
const statusOf = async (member: TestMember, id: string) => (await member.call(campaignsRoutes.get, { id })).status;

async function notificationsOf(campaignId: string) {
  const { rows } = await api.owner.query<{ kind: string; why: string; userId: string; state: string }>(
    'select kind, why, user_id as "userId", state from notifications where object_id = $1 order by id',
    [campaignId],
  );
  return rows;
}

async function approved() {
  const found = await team();
  const { id: approvalId } = await ask(found.ada, found.id);
  await found.joan.call(approvalsRoutes.approve, { id: found.id, approvalId });
  return found;
}

const missing = 'approval.missing';

test('nothing is sent or scheduled before a second member has approved it', async () => {
  const { ada, joan, id } = await team();
  const plan = { kind: 'at', time: '2027-01-01T09:00' } as const;
  itIs('2026-11-25T08:00:00Z');
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  await expect(ada.call(campaignsRoutes.schedule, { id, plan })).rejects.toThrow(missing);
  expect((await ada.call(campaignsRoutes.review, { id })).needsApproval).toBe(true);
  const asked = await ask(ada, id, 'For Friday');
  expect(asked).toMatchObject({ state: 'asked', people: 3, note: 'For Friday', askedBy: { id: ada.userId } });
  expect((await ada.call(campaignsRoutes.list, {})).items[0]?.approval).toBe('asked');
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  const decided = await joan.call(approvalsRoutes.approve, { id, approvalId: asked.id, note: 'Fine' });
  expect(decided).toMatchObject({ state: 'approved', decidedBy: { id: joan.userId }, decisionNote: 'Fine' });
  expect(await sheet(ada, id)).toMatchObject({ isRequired: true, isApproved: true });
  expect((await ada.call(campaignsRoutes.launch, { id, expectedPeople: 3 })).status).toBe('launching');
});

test('not by whoever asked, not by whoever changed it last, and only by those who may send', async () => {
  const { ada, joan, id } = await team();
  await joan.call(campaignsRoutes.update, { id, name: 'Changed by Joan' });
  const { id: approvalId } = await ask(ada, id);
  await expect(ada.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow('You requested this approval');
  await expect(joan.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow('You were the last to change');
  expect((await sheet(joan, id)).whyNotDecide).toContain('last to change');
  for (const role of ['editor', 'analyst'] as const) {
    const other = await api.newMember(ada.organizationId, role);
    await expect(other.call(approvalsRoutes.approve, { id, approvalId })).rejects.toMatchObject({ status: 403 });
  }
  const grace = await api.newMember(ada.organizationId, 'campaign_manager');
  expect((await sheet(grace, id)).whyNotDecide).toBeNull();
  await expect(grace.call(approvalsRoutes.approve, { id, approvalId: randomUUID() })).rejects.toThrow(
    'approval.outdated',
  );
  await grace.call(approvalsRoutes.approve, { id, approvalId });
  const stranger = await api.newOrganization();
  await expect(sheet(stranger, id)).rejects.toMatchObject({ status: 404 });
});

test('of two who decide at the same moment one does', async () => {
  const { ada, joan, id } = await team();
  const grace = await api.newMember(ada.organizationId, 'owner');
  const { id: approvalId } = await ask(ada, id);
  const results = await Promise.allSettled([
    joan.call(approvalsRoutes.approve, { id, approvalId }),
    grace.call(approvalsRoutes.decline, { id, approvalId, note: 'Not yet' }),
    grace.call(approvalsRoutes.approve, { id, approvalId }),
    joan.call(approvalsRoutes.decline, { id, approvalId, note: 'No' }),
  ]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results)
    if (result.status === 'rejected') expect(String(result.reason)).toContain('approval.decided');
});

test('of ten who ask at the same moment one does, and a note is needed to decline', async () => {
  const { ada, joan, id } = await team();
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => ask(ada, id)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { latest } = await sheet(joan, id);
  const decline = (note: string) => joan.call(approvalsRoutes.decline, { id, approvalId: latest?.id ?? '', note });
  await expect(decline(' ')).rejects.toMatchObject({ status: 400 });
  await expect(decline('x'.repeat(1_001))).rejects.toMatchObject({ status: 400 });
  expect(await decline('The price is wrong')).toMatchObject({ state: 'declined', decisionNote: 'The price is wrong' });
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  expect((await ask(ada, id)).state).toBe('asked');
});

test('any change of the draft takes an approval back; saving it as it was does not', async () => {
  const segment = async (of: TestMember) =>
    (await of.call(segmentsRoutes.create, { name: 'Germans', tree: german })).id;
  const changes: ((of: TestMember) => Promise<object> | object)[] = [
    () => ({ name: 'Another' }),
    () => ({ senderName: 'Another' }),
    () => ({ senderEmail: 'other@shop.example' }),
    () => ({ plan: { kind: 'at', time: '2027-01-01T09:00' } }),
    async (of) => ({ segmentIds: [await segment(of)] }),
    async (of) => ({ excludedGroupIds: [await buildGroup(api.owner, of, addresses(1))] }),
  ];
  for (const change of changes) {
    const { ada, id, draft } = await approved();
    await ada.call(campaignsRoutes.update, { id, name: draft.name, groupIds: draft.groupIds, plan: { kind: 'now' } });
    expect((await sheet(ada, id)).isApproved).toBe(true);
    await ada.call(campaignsRoutes.update, { id, ...(await change(ada)) });
    expect(await sheet(ada, id)).toMatchObject({ isApproved: false, latest: { state: 'withdrawn' } });
    await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
    await ada.call(campaignsRoutes.update, { id, ...back(draft) });
    await expect(ada.call(campaignsRoutes.launch, { id }), 'not even when changed back').rejects.toThrow(missing);
  }
}, 60_000);

const german: SegmentBranch = {
  kind: 'all',
  of: [{ kind: 'field', field: 'country', predicate: { op: 'is', value: 'DE' } }],
};

function back({
  name,
  senderName,
  senderEmail,
  plan,
  segmentIds,
  excludedGroupIds,
}: Awaited<ReturnType<typeof team>>['draft']) {
  return { name, senderName, senderEmail, plan, segmentIds, excludedGroupIds };
}

test('an approval covers the very content and the very segments that were approved', async () => {
  const { ada, joan, id, draft } = await team();
  const inner = await ada.call(segmentsRoutes.create, { name: 'Inner', tree: german });
  const outer = await ada.call(segmentsRoutes.create, {
    name: 'Outer',
    tree: { kind: 'all', of: [{ kind: 'segment', op: 'in', segmentId: inner.id }] },
  });
  await ada.call(campaignsRoutes.update, { id, segmentIds: [outer.id] });
  const { id: approvalId } = await ask(ada, id);
  const template = await ada.call(templatesRoutes.get, { id: draft.templateId ?? '' });
  await ada.call(templatesRoutes.update, { id: template.id, subject: 'Sneaked in' });
  await expect(joan.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow(
    'changed after approval was requested (subject)',
  );
  await ada.call(templatesRoutes.update, { id: template.id, subject: template.subject });
  await joan.call(approvalsRoutes.approve, { id, approvalId });
  await ada.call(templatesRoutes.update, { id: template.id, body: `${template.body}<p>More</p>` });
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  await ada.call(templatesRoutes.update, { id: template.id, body: template.body });
  const tree: SegmentBranch = {
    kind: 'all',
    of: [{ kind: 'field', field: 'country', predicate: { op: 'is', value: 'FR' } }],
  };
  await ada.call(segmentsRoutes.update, { id: inner.id, name: 'Inner', tree });
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  await ada.call(segmentsRoutes.update, { id: inner.id, name: 'Inner', tree: german });
  await ada.call(campaignsRoutes.launch, { id });
});

test('what was changed between the approval and its time does not start', async () => {
  const { ada, joan, id, draft } = await team();
  itIs('2026-11-25T08:00:00Z');
  await ada.call(campaignsRoutes.update, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  const { id: approvalId } = await ask(ada, id);
  await joan.call(approvalsRoutes.approve, { id, approvalId });
  await ada.call(campaignsRoutes.schedule, { id });
  const later = { kind: 'at', time: '2026-11-25T10:00' } as const;
  await expect(ada.call(campaignsRoutes.reschedule, { id, plan: later }), 'another time').rejects.toThrow(missing);
  await ada.call(templatesRoutes.update, { id: draft.templateId ?? '', subject: 'Sneaked in' });
  itIs('2026-11-25T09:00:00Z');
  const scope = { organizationId: ada.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(RunCampaign).run(id));
  const stopped = await ada.call(campaignsRoutes.get, { id });
  expect(stopped.status).toBe('draft');
  expect(stopped.pauseReason).toContain('changed after it was approved');
});

test('editing a draft of its template leaves an approval, publishing it takes it back, and what is launched stays', async () => {
  const [kept, launched] = [await approved(), await approved()];
  await launched.ada.call(campaignsRoutes.launch, { id: launched.id });
  const frozen = async () =>
    (await api.owner.query('select subject, html from campaign_contents where campaign_id = $1', [launched.id])).rows;
  const before = await frozen();
  for (const { ada, joan, id, draft } of [kept, launched]) {
    const templateId = draft.templateId ?? '';
    await ada.call(templateDraftsRoutes.save, { id: templateId, baseRevision: 1, subject: 'Sneaked in' });
    if (id === kept.id) expect((await sheet(joan, id)).isApproved).toBe(true);
    await ada.call(templateDraftsRoutes.publish, { id: templateId, revision: 2 });
  }
  expect((await sheet(kept.joan, kept.id)).isApproved).toBe(false);
  await expect(kept.ada.call(campaignsRoutes.launch, { id: kept.id })).rejects.toThrow(missing);
  expect(before).toHaveLength(1);
  expect(await frozen()).toEqual(before);
});

test('whoever approves sees what changed since the last approval and how many more get it than ever', async () => {
  const { ada, joan, id, draft } = await approved();
  expect(await sheet(joan, id)).toMatchObject({ changes: { fields: [], texts: [] }, people: 3, largest: null });
  const old = await buildCampaign(ada, await buildGroup(api.owner, ada, addresses(1)));
  await api.owner.query(`update campaigns set status = 'sent', audience = 2, launched_at = now() where id = $1`, [
    old.id,
  ]);
  await ada.call(campaignsRoutes.update, { id, name: 'Winter sale', senderName: 'The shop' });
  await ada.call(templatesRoutes.update, { id: draft.templateId ?? '', subject: 'New prices' });
  await ask(ada, id);
  const { changes, largest, people } = await sheet(joan, id);
  expect([largest, people]).toEqual([2, 3]);
  expect(changes?.fields).toEqual([
    { field: 'name', before: 'Summer sale', after: 'Winter sale' },
    { field: 'sender', before: 'Shop <hello@shop.example>', after: 'The shop <hello@shop.example>' },
  ]);
  expect(changes?.texts).toEqual([
    {
      field: 'subject',
      lines: [
        { kind: 'removed', text: 'A sale for {{ contact.first_name }}' },
        { kind: 'added', text: 'New prices' },
      ],
    },
  ]);
});

test('a request is taken back, and what is not ready cannot be asked about', async () => {
  const { ada, joan, id } = await team();
  const { id: approvalId } = await ask(ada, id);
  await ada.call(approvalsRoutes.withdraw, { id });
  await expect(joan.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow('approval.withdrawn');
  await expect(ada.call(approvalsRoutes.withdraw, { id })).rejects.toThrow('approval.none');
  const empty = await ada.call(campaignsRoutes.create, { name: 'Empty' });
  await expect(ask(ada, empty.id)).rejects.toThrow('campaign.not-ready');
});

test('an API key sends what is approved and neither asks nor approves', async () => {
  const { ada, joan, id } = await team();
  const scopes = ['campaigns:read', 'campaigns:write', 'campaigns:send'];
  const made = await ada.fetch('/api/api-keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Program', scopes }),
  });
  const { secret } = (await made.json()) as { secret: string }; // the route's answer
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const response = await fetch(`${api.url}/api/campaigns/${id}/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, code: ((await response.json()) as { code?: string }).code }; // a problem or a campaign
  };
  expect(await call('approval', {})).toEqual({ status: 403, code: 'approval.members-only' });
  const { id: approvalId } = await ask(ada, id);
  expect(await call('approval/approve', { approvalId })).toEqual({ status: 403, code: 'approval.not-yours' });
  expect((await call('launch', {})).code).toBe(missing);
  await joan.call(approvalsRoutes.approve, { id, approvalId });
  expect((await call('launch', {})).status).toBe(202);
});

test('what is approved goes on by itself: at once when it was for now, at its time when it had one', async () => {
  itIs('2026-11-25T08:00:00Z');
  const now = await team();
  await now.joan.call(approvalsRoutes.approve, { id: now.id, approvalId: await askToSend(now.ada, now.id) });
  expect(await statusOf(now.ada, now.id)).toBe('launching');

  const planned = await team();
  const plan = { kind: 'at', time: '2026-11-26T09:00' } as const;
  await planned.ada.call(campaignsRoutes.update, { id: planned.id, plan });
  const approvalId = await askToSend(planned.ada, planned.id, 'For Thursday');
  const approve = (expectedPeople: number) =>
    planned.joan.call(approvalsRoutes.approve, { id: planned.id, approvalId, expectedPeople });
  await expect(approve(2)).rejects.toThrow('campaign.audience-changed');
  expect(await sheet(planned.joan, planned.id)).toMatchObject({ latest: { state: 'asked' }, isTimePassed: false });
  expect(await approve(3)).toMatchObject({ state: 'approved', onApproval: 'send' });
  expect(await planned.ada.call(campaignsRoutes.get, { id: planned.id })).toMatchObject({
    status: 'scheduled',
    startsAt: '2026-11-26T09:00:00.000Z',
  });
});

test('what cannot be sent is not approved: nobody is left, or more came than it was asked for', async () => {
  const empty = await team();
  const ofEmpty = await askToSend(empty.ada, empty.id);
  await api.owner.query('delete from group_members where group_id = $1', [empty.draft.groupIds[0]]);
  const approve = ({ joan, id }: typeof empty, approvalId: string) =>
    joan.call(approvalsRoutes.approve, { id, approvalId });
  await expect(approve(empty, ofEmpty)).rejects.toThrow('campaign.not-ready');
  const grown = await team();
  const ofGrown = await askToSend(grown.ada, grown.id);
  const more = await buildGroup(api.owner, grown.ada, addresses(11));
  await api.owner.query('update group_members set group_id = $1 where group_id = $2', [grown.draft.groupIds[0], more]);
  await expect(approve(grown, ofGrown)).rejects.toThrow('approval.outgrown');
  for (const { ada, id } of [empty, grown]) {
    expect(await sheet(ada, id)).toMatchObject({ latest: { state: 'asked' } });
    expect(await statusOf(ada, id)).toBe('draft');
    expect((await notificationsOf(id)).map(({ kind }) => kind)).toEqual(['approval_asked']);
  }
});

test('a time that has passed meanwhile is said, and nothing is sent before another is chosen', async () => {
  itIs('2026-11-25T08:00:00Z');
  const { ada, joan, id } = await team();
  await ada.call(campaignsRoutes.update, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  const approvalId = await askToSend(ada, id);
  const plan = { kind: 'at', time: '2026-11-25T12:00' } as const;
  const approve = (other?: typeof plan) =>
    joan.call(approvalsRoutes.approve, { id, approvalId, ...(other && { plan: other }) });
  await expect(approve(plan), 'not before it has passed').rejects.toThrow('approval.other-time');
  itIs('2026-11-25T09:30:00Z');
  await expect(approve()).rejects.toThrow('approval.time-passed');
  expect(await sheet(joan, id)).toMatchObject({ isTimePassed: true, latest: { state: 'asked' } });
  expect(await statusOf(ada, id)).toBe('draft');
  await approve(plan);
  expect(await ada.call(campaignsRoutes.get, { id })).toMatchObject({
    status: 'scheduled',
    startsAt: '2026-11-25T12:00:00.000Z',
  });
  itIs('2026-11-25T12:00:00Z');
  const scope = { organizationId: ada.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await runInScope(scope, () => api.app.get(RunCampaign).run(id));
  expect(await statusOf(ada, id), 'as it was approved').toBe('launching');
});

test('those who may decide are told of a request, and who asked of the decision; each once', async () => {
  const { ada, joan, id } = await team();
  const grace = await api.newMember(ada.organizationId, 'owner');
  await api.newMember(ada.organizationId, 'editor');
  const first = await askToSend(ada, id, 'For Friday');
  const told = async () =>
    (await notificationsOf(id)).filter(({ state }) => state === 'pending').map(({ kind, userId }) => [kind, userId]);
  const asked = await told();
  expect(asked).toHaveLength(2);
  for (const { userId } of [joan, grace]) expect(asked).toContainEqual(['approval_asked', userId]);
  const [{ why } = { why: '' }] = await notificationsOf(id);
  expect(why).toMatch(/requested it\. Once approved, it goes to 3 people immediately\.\n\n“For Friday”$/);
  await joan.call(approvalsRoutes.decline, { id, approvalId: first, note: 'The price is wrong' });
  expect(await told(), 'who was not told yet need not be').toEqual([['declined', ada.userId]]);
  expect((await notificationsOf(id)).at(-1)?.why).toContain('The price is wrong');
  const second = await askToSend(ada, id);
  await grace.call(approvalsRoutes.approve, { id, approvalId: second });
  expect(await told()).toEqual([['approved', ada.userId]]);
});

test('everyone finds what waits for them, and what became of what they asked for', async () => {
  const { ada, joan, id } = await team();
  const waiting = (member: TestMember) => member.call(approvalsRoutes.waiting);
  const ids = (rows: readonly { campaign: { id: string } }[]) => rows.map(({ campaign }) => campaign.id);
  const first = await askToSend(ada, id, 'For Friday');
  expect(ids((await waiting(joan)).waiting)).toEqual([id]);
  expect((await waiting(joan)).waiting[0]).toMatchObject({ state: 'asked', people: 3, note: 'For Friday' });
  expect(await waiting(ada)).toMatchObject({ waiting: [], mine: [{ state: 'asked', campaign: { id } }] });
  const stranger = await api.newOrganization();
  expect(await waiting(stranger)).toEqual({ waiting: [], mine: [] });
  await joan.call(approvalsRoutes.decline, { id, approvalId: first, note: 'The price is wrong' });
  expect(await waiting(joan)).toEqual({ waiting: [], mine: [] });
  expect((await waiting(ada)).mine).toMatchObject([{ state: 'declined', decisionNote: 'The price is wrong' }]);
  const { id: second } = await ask(ada, id);
  await joan.call(campaignsRoutes.update, { id, name: 'Changed by Joan' });
  expect(await waiting(ada)).toEqual({ waiting: [], mine: [] });
  await expect(joan.call(approvalsRoutes.approve, { id, approvalId: second })).rejects.toThrow('approval.withdrawn');
  await askToSend(ada, id);
  expect((await waiting(joan)).waiting, 'not for who changed it last').toEqual([]);
  expect((await sheet(ada, id)).deciders).toBe(0);
});

test('what was changed since it was asked for is said before anybody decides', async () => {
  const { ada, joan, id, draft } = await team();
  await askToSend(ada, id);
  expect((await sheet(joan, id)).changedSince).toEqual([]);
  await ada.call(templatesRoutes.update, { id: draft.templateId ?? '', subject: 'Sneaked in' });
  expect((await sheet(joan, id)).changedSince).toEqual(['subject']);
});

/** A draft, and another value for each of its settings. */
async function draftAndOthers() {
  const { ada, id } = await approved();
  const name = 'Winter sale';
  const segmentOf = async (called: string) =>
    (await ada.call(segmentsRoutes.create, { name: called, tree: german })).id;
  const template = { name, subject: 'It is cold', format: 'html', body: '<p>{{ unsubscribe_url }}</p>' } as const;
  const sent = await ada.call(campaignsRoutes.create, { name: 'Sent before' });
  await api.owner.query('update campaigns set audience = 0 where id = $1', [sent.id]);
  const others: CampaignDraft = {
    name,
    templateId: (await ada.call(templatesRoutes.create, template)).id,
    groupIds: [await buildGroup(api.owner, ada, addresses(1))],
    topicId: (await ada.call(topicsRoutes.create, { name })).id,
    segmentIds: [await segmentOf('In')],
    excludedGroupIds: [await buildGroup(api.owner, ada, addresses(1))],
    excludedSegmentIds: [await segmentOf('Out')],
    notOpenedId: sent.id,
    senderName: 'Warehouse',
    senderEmail: 'warehouse@shop.example',
    replyTo: 'answers@shop.example',
    preheader: 'Warm socks inside',
    utm: { source: 'news', medium: 'email', campaign: '', term: '', content: '' },
    plan: { kind: 'local', time: '2027-01-01T09:00', passed: 'skip' },
    abTest: usualAbTest,
    rollout: usualRollout,
  };
  return { ada, id, others };
}

test('whichever setting is changed, the approval falls and the change is told', async () => {
  itIs('2026-11-25T08:00:00Z');
  const { ada, id, others } = await draftAndOthers();
  const before = draftOf(await ada.call(campaignsRoutes.get, { id }));
  const standAgain = () =>
    api.owner.query('update campaign_approvals set withdrawn_at = null where campaign_id = $1', [id]);
  for (const field of draftFields) {
    await ada.call(campaignsRoutes.update, { id, [field]: others[field] });
    const { latest, changes } = await sheet(ada, id);
    const isTold = changes?.fields.length !== 0;
    expect({ field, state: latest?.state, isTold }).toEqual({ field, state: 'withdrawn', isTold: true });
    await standAgain(); // even then, what was approved is another version
    expect({ field, isApproved: (await sheet(ada, id)).isApproved }).toEqual({ field, isApproved: false });
    await ada.call(campaignsRoutes.update, { id, [field]: before[field] });
    await standAgain();
    expect({ field, isApproved: (await sheet(ada, id)).isApproved }).toEqual({ field, isApproved: true });
  }
});

test('a duplicate has every setting but its name and time', async () => {
  const { ada, id, others } = await draftAndOthers();
  expect(draftOf(await ada.call(campaignsRoutes.update, { id, ...others }))).toEqual(others);
  const { id: copyId } = await ada.call(campaignsRoutes.duplicate, { id });
  const copy = draftOf(await ada.call(campaignsRoutes.get, { id: copyId }));
  expect(copy).toEqual({ ...others, name: `Copy of ${others.name}`, plan: { kind: 'now' } });
});
