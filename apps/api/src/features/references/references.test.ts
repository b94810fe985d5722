import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { afterSendingRoutes, approvalsRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { attributesRoutes, contactsRoutes, contactViewsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import { type SegmentBranch, type SegmentCondition, segmentsRoutes } from '@engagex/domain/segments';
import { templatesRoutes } from '@engagex/domain/templates';
import { topicsRoutes } from '@engagex/domain/topics';
import { itIs, sweep, zoned } from '../../testing/at-time.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

const tree = (...of: SegmentCondition[]): SegmentBranch => ({ kind: 'all', of });
const inGroup = (id: string): SegmentCondition => ({ kind: 'group', op: 'in', groupIds: [id] });
const notIn = (id: string): SegmentCondition => ({ kind: 'group', op: 'not_in', groupIds: [id] });
const withTier: SegmentCondition = {
  kind: 'attribute',
  name: 'tier',
  type: 'text',
  predicate: { op: 'is_not', value: 'gold' },
};

/** Deletes in the database, as nobody can through the API. */
const deleteBehind = (table: string, id: string) =>
  api.owner.query(`update ${table} set deleted_at = now() where id = $1`, [id]);

/** Everyone is in the group; the first of them is also in the one to be left out. */
async function audience(member: TestMember, people = 3) {
  const everyone = await buildGroup(api.owner, member, addresses(people));
  const out = (await member.call(groupsRoutes.create, { name: `Out ${Math.random()}` })).id;
  await api.owner.query(
    `insert into group_members (organization_id, group_id, contact_id)
     select organization_id, $2, contact_id from group_members where group_id = $1 order by contact_id limit 1`,
    [everyone, out],
  );
  const draft = await buildCampaign(member, everyone);
  await member.call(campaignsRoutes.update, { id: draft.id, excludedGroupIds: [out] });
  return { everyone, out, draft };
}

test('whatever others are built on is not deleted, and the refusal names them', async () => {
  const owner = await api.newOrganization();
  const groupId = await buildGroup(api.owner, owner, addresses(1));
  const group = await owner.call(groupsRoutes.create, { name: 'Used' });
  const topic = await owner.call(topicsRoutes.create, { name: 'News' });
  const attribute = await owner.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'text' });
  const inner = await owner.call(segmentsRoutes.create, { name: 'Inner', tree: tree(withTier, notIn(group.id)) });
  const outer = await owner.call(segmentsRoutes.create, {
    name: 'Outer',
    tree: tree({ kind: 'segment', op: 'not_in', segmentId: inner.id }),
  });
  const template = await owner.call(templatesRoutes.create, {
    name: 'Letter',
    subject: 'To {{ contact.attributes["tier"] }}',
    format: 'html',
    body: '<a href="{{ unsubscribe_url }}">Unsubscribe</a>',
  });
  const variant = await owner.call(templatesRoutes.create, {
    name: 'Variant',
    subject: 'B',
    format: 'html',
    body: '<p>{{ contact.attributes.tier_2 }}</p>',
  });
  const campaign = await buildCampaign(owner, groupId);
  await owner.call(campaignsRoutes.update, {
    id: campaign.id,
    templateId: template.id,
    topicId: topic.id,
    excludedGroupIds: [group.id],
    excludedSegmentIds: [outer.id],
    abTest: {
      variants: [
        { templateId: null, subject: 'One', preheader: '', senderName: '' },
        { templateId: variant.id, subject: '', preheader: '', senderName: '' },
      ],
      share: 50,
      metric: 'clicks',
      waitMinutes: 60,
      decidedBy: 'itself',
      whenUnclear: 'leading',
    },
  });
  const form = await owner.call(formsRoutes.create, {
    name: 'Footer',
    wording: 'Yes',
    groupIds: [group.id],
    topicId: topic.id,
  });
  const view = await owner.call(contactViewsRoutes.create, {
    name: 'Seen',
    filter: { groupId: group.id, segmentId: inner.id, conditions: [{ field: 'attribute:tier', operator: 'set' }] },
  });
  const named = ({ id, name }: { id: string; name: string }, kind: string) => ({ kind, id, name });
  const shown = named(campaign, 'campaign');
  const cases = [
    [groupsRoutes.delete, group, 'group', [shown, named(form, 'form'), named(inner, 'segment'), named(view, 'view')]],
    [segmentsRoutes.delete, inner, 'segment', [named(outer, 'segment'), named(view, 'view')]],
    [segmentsRoutes.delete, outer, 'segment', [shown]],
    [
      attributesRoutes.delete,
      attribute,
      'attribute',
      [named(inner, 'segment'), named(template, 'template'), named(view, 'view')],
    ],
    [topicsRoutes.delete, topic, 'topic', [shown, named(form, 'form')]],
    [templatesRoutes.delete, template, 'template', [shown]],
    [templatesRoutes.delete, variant, 'template', [shown]],
  ] as const;
  for (const [route, { id }, noun, usedBy] of cases) {
    await expect(owner.call(route, { id }), noun).rejects.toMatchObject({
      status: 409,
      problem: { code: `${noun}.in-use`, usedBy: [...usedBy] },
    });
  }
  await expect(owner.call(groupsRoutes.delete, { id: group.id })).rejects.toMatchObject({
    problem: {
      detail:
        'The campaign “Summer sale”, the form “Footer”, the segment “Inner” and 1 more use this group. Remove it there first.',
    },
  });

  // Once nothing refers to them any more, they go, and come back.
  await owner.call(campaignsRoutes.delete, { id: campaign.id });
  await owner.call(formsRoutes.delete, { id: form.id });
  await owner.call(contactViewsRoutes.delete, { id: view.id });
  await owner.call(segmentsRoutes.delete, { id: outer.id });
  await owner.call(segmentsRoutes.delete, { id: inner.id });
  await owner.call(templatesRoutes.delete, { id: template.id });
  for (const [route, { id }] of [cases[0], cases[3], cases[4]]) await owner.call(route, { id });
  await owner.call(groupsRoutes.restore, { id: group.id });
  await expect(owner.call(campaignsRoutes.restore, { id: campaign.id })).resolves.toMatchObject({
    excludedGroupIds: [group.id],
  });
});

test('an import that is under way keeps its group and its attributes', async () => {
  const owner = await api.newOrganization();
  const group = await owner.call(groupsRoutes.create, { name: 'Filled' });
  const attribute = await owner.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'text' });
  await api.owner.query(
    `insert into imports (organization_id, file_name, file_key, file_bytes, delimiter, status, row_count, columns, sample, mapping, group_id)
     values ($1, 'people.csv', 'k', 1, ',', 'rehearsed', 1, '{email,tier}', '[]', '["email", "attribute:tier"]', $2)`,
    [owner.organizationId, group.id],
  );
  for (const [route, { id }] of [
    [groupsRoutes.delete, group],
    [attributesRoutes.delete, attribute],
  ] as const) {
    await expect(owner.call(route, { id })).rejects.toMatchObject({
      status: 409,
      problem: { usedBy: [{ kind: 'import', name: 'people.csv' }] },
    });
  }
});

/** Columns whose name says that they refer to something that can be deleted, and why nothing asks them. */
const neverAsked: Readonly<Record<string, string>> = {
  'contacts.deleted_group_ids':
    'a memory of what a deleted contact was in; what is gone is left out when it comes back',
  'group_members.group_id': 'being in a group; a deleted group keeps its members',
  'segment_watches.segment_id': 'whether it is tracked; a deleted segment keeps its members until it is restored',
  'segment_watch_sources.segment_id': 'what a tracked segment depends on',
  'segment_memberships.segment_id': 'being in it',
  'segment_changes.segment_id': 'history',
  'segment_change_counts.segment_id': 'history',
  'segment_change_readers.segment_id': 'how far its history was read',
  'topic_preferences.topic_id': 'what somebody said about it, kept while it is deleted',
  'consent_entries.topic_id': 'history',
  'preference_log.topic_id': 'history, for restores',
  'messages.template_id': 'history: the message was written when it was accepted',
  'template_comments.template_id': 'what is said about it, which comes back with it',
  'template_editors.template_id': 'having it open, which ends by itself',
};

test('every column that refers to a group, segment, topic or template is asked by its table', async () => {
  const { rows } = await api.owner.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name ~ '(group|segment|topic|template|attribute|not_opened)(_ids?)?$'
       and data_type in ('uuid', 'ARRAY', 'text') order by 1, 2`,
  );
  const tables = api.app.get(Tables);
  const isAsked = (table: string, column: string) =>
    Object.values(tables.get(table)?.references ?? {}).some((sql) => sql.includes(`.${column}`));
  const silent = rows.filter(({ table, column }) => !isAsked(table, column));
  expect(silent.map(({ table, column }) => `${table}.${column}`)).toEqual(Object.keys(neverAsked).toSorted());
});

test('a campaign whose excluded group is gone does not start, and says why', async () => {
  const member = await zoned(api, 'UTC');
  const { out, draft } = await audience(member);
  const { id } = draft;
  itIs(api, '2026-11-25T08:00:00Z');
  const plan = { kind: 'at', time: '2026-11-25T09:00' } as const;
  await member.call(campaignsRoutes.schedule, { id, plan, expectedPeople: 2 });
  await expect(member.call(groupsRoutes.delete, { id: out })).rejects.toMatchObject({ status: 409 });
  await deleteBehind('groups', out);
  itIs(api, '2026-11-25T09:00:00Z');
  await sweep(api, member);
  const stopped = await member.call(campaignsRoutes.get, { id });
  expect(stopped).toMatchObject({ status: 'draft', audience: null });
  expect(stopped.pauseReason).toMatch(
    /^It could not start on time: This campaign excludes the group “Out [\d.]+”, which was deleted\. Restore it, or take it out of the audience\.$/,
  );
  const review = await member.call(campaignsRoutes.review, { id });
  expect(review).toMatchObject({ people: 0 });
  expect(review.problems[0]).toMatchObject({ severity: 'error', path: ['excludedGroupIds'] });
  await expect(member.call(campaignsRoutes.launch, { id })).rejects.toMatchObject({
    problem: { code: 'campaign.not-ready' },
  });
  await member.call(groupsRoutes.restore, { id: out });
  expect((await member.call(campaignsRoutes.review, { id })).people).toBe(2);
});

test.each([
  ['between launch and freezing', 'launching'],
  ['before people added since get it', 'sent'],
])('what an audience excludes and is gone %s stops it', async (_when, status) => {
  const member = await zoned(api, 'UTC');
  const { out, draft } = await audience(member);
  const { id } = draft;
  const { id: segmentId } = await member.call(segmentsRoutes.create, { name: 'Quiet', tree: tree(inGroup(out)) });
  await member.call(campaignsRoutes.update, { id, excludedGroupIds: [], excludedSegmentIds: [segmentId] });
  await member.call(campaignsRoutes.launch, { id, expectedPeople: 2 });
  if (status === 'launching') {
    await deleteBehind('groups', out);
    await sweep(api, member);
    const stopped = await member.call(campaignsRoutes.get, { id });
    expect(stopped).toMatchObject({ status: 'draft', audience: null });
    expect(stopped.pauseReason).toMatch(
      /^It did not start: The segment “Quiet” refers to the group “Out [\d.]+”, which was deleted/,
    );
    return;
  }
  await api.owner.query(`update campaigns set status = 'sent', audience = 0 where id = $1`, [id]);
  await deleteBehind('segments', segmentId);
  for (const call of [
    () => member.call(afterSendingRoutes.additions, { id }),
    () => member.call(afterSendingRoutes.extend, { id, expectedPeople: 3 }),
  ])
    await expect(call()).rejects.toMatchObject({ status: 409, problem: { code: 'campaign.audience-broken' } });
});

test('a segment that refers to what is gone matches nobody, and says what is missing', async () => {
  const owner = await api.newOrganization();
  await owner.call(contactsRoutes.create, { email: addresses(1)[0]! });
  const out = await owner.call(groupsRoutes.create, { name: 'Left' });
  const { id: attributeId } = await owner.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'text' });
  const byGroup = await owner.call(segmentsRoutes.create, { name: 'By group', tree: tree(notIn(out.id)) });
  const byTier = await owner.call(segmentsRoutes.create, { name: 'By tier', tree: tree(withTier) });
  const nested = tree({ kind: 'segment', op: 'not_in', segmentId: byGroup.id });
  const outer = await owner.call(segmentsRoutes.create, { name: 'Outer', tree: nested });
  await deleteBehind('groups', out.id);
  await deleteBehind('attribute_definitions', attributeId);
  const problems = Object.fromEntries(
    (await owner.call(segmentsRoutes.list, {})).items.map((each) => [each.name, each.problem]),
  );
  expect(problems).toEqual({
    'By group': 'This segment refers to the group “Left”, which was deleted. Restore it, or remove the condition.',
    'By tier': 'This segment refers to the attribute “Tier”, which was deleted. Restore it, or remove the condition.',
    Outer:
      'The segment “By group”, which this one uses, refers to the group “Left”, which was deleted. Restore it, or remove the condition.',
  });
  for (const { id, tree: of } of [byGroup, byTier, outer]) {
    await expect(owner.call(segmentsRoutes.count, { tree: of, segmentId: id })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'segment.broken' },
    });
    await expect(owner.call(segmentsRoutes.members, { id })).rejects.toMatchObject({ status: 409 });
  }
  await owner.call(groupsRoutes.restore, { id: out.id });
  expect(await owner.call(segmentsRoutes.get, { id: outer.id })).toMatchObject({ problem: null });
});

/** Scheduled for some people; when it starts there are more of them, who came before that or after. */
async function growing(from: number, by: { joined?: number; others?: number }) {
  const member = await zoned(api, 'UTC');
  const groupId = (await member.call(groupsRoutes.create, { name: 'Readers' })).id;
  const added = async (count: number, at: string) => {
    const other = await buildGroup(api.owner, member, addresses(count));
    await api.owner.query(
      'update contacts set created_at = $2 where id in (select contact_id from group_members where group_id = $1)',
      [other, at],
    );
    await api.owner.query('update group_members set group_id = $2, created_at = $3 where group_id = $1', [
      other,
      groupId,
      at,
    ]);
  };
  await added(from, '2026-11-25T07:00:00Z');
  const { id } = await buildCampaign(member, groupId);
  itIs(api, '2026-11-25T08:00:00Z');
  const plan = { kind: 'at', time: '2026-11-25T09:00' } as const;
  await member.call(campaignsRoutes.schedule, { id, plan, expectedPeople: from });
  await added(by.joined ?? 0, '2026-11-25T08:30:00Z');
  await added(by.others ?? 0, '2026-11-25T07:30:00Z');
  itIs(api, '2026-11-25T09:00:00Z');
  await sweep(api, member);
  await sweep(api, member);
  return { member, campaign: await member.call(campaignsRoutes.get, { id }) };
}

test('more people than were agreed to are asked about again, and nothing is sent', async () => {
  const { member, campaign } = await growing(3, { others: 1 });
  expect(campaign).toMatchObject({
    status: 'draft',
    audience: null,
    pauseReason:
      'It did not start: it would have gone to 4 people, but was confirmed for 3. Check the audience, then send it again.',
  });
  const { rows } = await api.owner.query('select from deliveries where campaign_id = $1', [campaign.id]);
  expect(rows).toHaveLength(0);
  const { rows: told } = await api.owner.query('select kind from notifications where object_id = $1', [campaign.id]);
  expect(told).toContainEqual({ kind: 'not_started' });
  await member.call(campaignsRoutes.launch, { id: campaign.id, expectedPeople: 4 });
  await sweep(api, member);
  expect(await member.call(campaignsRoutes.get, { id: campaign.id })).toMatchObject({ audience: 4 });
});

test('people who join until a campaign starts get it, ten of them or five percent', async () => {
  expect((await growing(3, { joined: 10 })).campaign).toMatchObject({ audience: 13 });
  expect((await growing(3, { joined: 11 })).campaign).toMatchObject({ status: 'draft', audience: null });
  expect((await growing(3, { joined: 1, others: 1 })).campaign).toMatchObject({ status: 'draft', audience: null });
  expect((await growing(220, { joined: 11 })).campaign).toMatchObject({ audience: 231 });
});

test('what was approved for fewer people is approved again', async () => {
  const owner = await api.newOrganization();
  const asker = await api.newMember(owner.organizationId, 'admin');
  await api.owner.query('update organizations set requires_approval = true where id = $1', [owner.organizationId]);
  const groupId = await buildGroup(api.owner, owner, addresses(2));
  const { id } = await buildCampaign(asker, groupId);
  const { id: approvalId } = await asker.call(approvalsRoutes.ask, { id, onApproval: 'wait' });
  await owner.call(approvalsRoutes.approve, { id, approvalId });
  const more = await buildGroup(api.owner, owner, addresses(11));
  await api.owner.query('update group_members set group_id = $2 where group_id = $1', [more, groupId]);
  await expect(asker.call(campaignsRoutes.launch, { id, expectedPeople: 13 })).rejects.toMatchObject({
    status: 409,
    problem: {
      code: 'approval.outgrown',
      detail: 'This was approved for 2 people but would now go to 13. Request approval again.',
    },
  });
});

test(`of a deletion and a reference at the same moment, one sees the other (seed ${seed})`, async () => {
  const chance = chanceOf('references');
  const owner = await api.newOrganization();
  const { everyone, draft } = await audience(owner);
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const seen = new Set<string>();
  for (let round = 0; round < 24; round += 1) {
    const { id: out } = await owner.call(groupsRoutes.create, { name: `Out ${round} ${seed}` });
    const kind = chance.oneOf(['campaign', 'segment', 'form', 'restore']);
    const { id: gone } = await buildCampaign(owner, everyone);
    if (kind === 'restore') {
      await owner.call(campaignsRoutes.update, { id: gone, excludedGroupIds: [out] });
      await owner.call(campaignsRoutes.delete, { id: gone });
    }
    const [first, second] = [chance.between(0, 12), chance.between(0, 12)];
    const refer = async (): Promise<unknown> => {
      await wait(first);
      if (kind === 'campaign') return owner.call(campaignsRoutes.update, { id: draft.id, excludedGroupIds: [out] });
      if (kind === 'restore') return owner.call(campaignsRoutes.restore, { id: gone });
      if (kind === 'form')
        return owner.call(formsRoutes.create, { name: `Form ${round}`, wording: 'Yes', groupIds: [out] });
      return owner.call(segmentsRoutes.create, { name: `Segment ${round}`, tree: tree(notIn(out)) });
    };
    const remove = async () => {
      await wait(second);
      return owner.call(groupsRoutes.delete, { id: out });
    };
    const [referred, removed] = await Promise.allSettled([refer(), remove()]);
    // A draft that comes back may refer to what is gone: it cannot be sent, which the tests above say.
    if (kind !== 'restore')
      expect([referred.status, removed.status].toSorted(), kind).toEqual(['fulfilled', 'rejected']);
    const refused = [referred, removed].flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
    for (const reason of refused) expect([400, 409]).toContain((reason as { status: number }).status); // what TestMember throws
    seen.add(removed.status);
    if (referred.status === 'fulfilled' && kind === 'campaign')
      await owner.call(campaignsRoutes.update, { id: draft.id, excludedGroupIds: [] });
    if (kind === 'restore' && removed.status === 'fulfilled')
      expect(
        (
          await owner
            .call(campaignsRoutes.restore, { id: gone })
            .then(() => owner.call(campaignsRoutes.review, { id: gone }))
        ).people,
      ).toBe(0);
  }
  expect(seen.size).toBe(2);
});
