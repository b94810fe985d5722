import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { organizationRoutes, type Role } from '@engagex/domain/accounts';
import { approvalsRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { type SegmentBranch, segmentsRoutes } from '@engagex/domain/segments';
import { templatesRoutes } from '@engagex/domain/templates';
import { runInScope } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { RunCampaign } from './run-campaign.ts';

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
const ask = (member: TestMember, id: string, note = '') => member.call(approvalsRoutes.ask, { id, note });

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
  await expect(ada.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow('You asked for this approval');
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
  of: [{ kind: 'field', field: 'country', test: { op: 'is', value: 'DE' } }],
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
  await expect(joan.call(approvalsRoutes.approve, { id, approvalId })).rejects.toThrow('it was changed (subject)');
  await ada.call(templatesRoutes.update, { id: template.id, subject: template.subject });
  await joan.call(approvalsRoutes.approve, { id, approvalId });
  await ada.call(templatesRoutes.update, { id: template.id, body: `${template.body}<p>More</p>` });
  await expect(ada.call(campaignsRoutes.launch, { id })).rejects.toThrow(missing);
  await ada.call(templatesRoutes.update, { id: template.id, body: template.body });
  const tree: SegmentBranch = {
    kind: 'all',
    of: [{ kind: 'field', field: 'country', test: { op: 'is', value: 'FR' } }],
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
