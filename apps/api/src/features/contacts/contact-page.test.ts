import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { attributesRoutes, contactPageRoutes, contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import { deliveryStates } from '@engagex/domain/deliveries';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { entriesOf } from '../../testing/audit.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi();
});
beforeEach(async () => {
  member = await api.newOrganization();
});
afterAll(() => api.close());

const newContact = (input: Partial<Parameters<typeof member.call<typeof contactsRoutes.create>>[1]> = {}) =>
  member.call(contactsRoutes.create, { email: addresses(1)[0], ...input });

/** A message of a campaign to each of these, accepted and opened. */
async function mailed(...contactIds: string[]): Promise<string> {
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, []));
  for (const contactId of contactIds) {
    const { rows } = await api.owner.query<{ id: string }>(
      `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
       select organization_id, $2, id, coalesce(email, ''), 'accepted', now() from contacts where organization_id = $1 and id = $3
       returning id`,
      [member.organizationId, id, contactId],
    );
    await api.owner.query(
      `insert into engagements (organization_id, campaign_id, delivery_id, kind, at) values ($1, $2, $3, 'open', now())`,
      [member.organizationId, id, rows[0]?.id],
    );
  }
  return id;
}

async function timelineOf(id: string, limit = 2) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await member.call(contactPageRoutes.timeline, { id, limit, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return items;
}

test('the timeline tells newest first what happened, page by page', async () => {
  const { id } = await newContact();
  await member.call(contactsRoutes.update, { id, firstName: 'Ada' });
  const campaignId = await mailed(id);
  await member.call(contactsRoutes.unsubscribe, { id });
  const items = await timelineOf(id);
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(['change', 'change', 'created', 'message', 'open']);
  expect(items[0]).toMatchObject({ kind: 'change', action: 'contacts.unsubscribe' });
  expect(items.at(-1)).toMatchObject({ kind: 'created' });
  expect(items).toContainEqual(expect.objectContaining({ kind: 'message', campaignId, state: 'accepted' }));
  expect(new Set(items.map(({ key }) => key)).size).toBe(5);
  await expect(member.call(contactPageRoutes.timeline, { id, cursor: 'x' })).rejects.toMatchObject({ status: 400 });
  const stranger = await api.newOrganization();
  await expect(stranger.call(contactPageRoutes.timeline, { id })).rejects.toMatchObject({ status: 404 });
});

test('merging keeps the chosen values, and groups, messages and what was done with them move over', async () => {
  await member.call(attributesRoutes.create, { name: 'tier', label: 'Tier', type: 'number' });
  const kept = await newContact({ firstName: 'Ada', attributes: { tier: 1 } });
  const other = await newContact({ firstName: 'A.', lastName: 'Byron', externalId: 'crm-1', attributes: { tier: 2 } });
  const groupId = await buildGroup(api.owner, member, []);
  await member.call(groupsRoutes.addMember, { id: groupId, contactId: other.id });
  await mailed(other.id);
  await mailed(kept.id, other.id); // one message of each campaign per person: this one cannot move
  await api.owner.query(
    `insert into contact_events (organization_id, contact_id, name, occurred_at)
     select $1, id, 'purchase', now() from unnest($2::uuid[]) as id`,
    [member.organizationId, [kept.id, other.id]],
  );
  const merged = await member.call(contactPageRoutes.merge, {
    id: kept.id,
    otherId: other.id,
    take: ['attribute:tier'],
  });
  expect(merged).toMatchObject({
    id: kept.id,
    email: kept.email,
    firstName: 'Ada',
    lastName: 'Byron',
    externalId: 'crm-1',
    attributes: { tier: 2 },
  });
  expect((await member.call(contactsRoutes.get, { id: kept.id })).groups.map(({ id }) => id)).toEqual([groupId]);
  const kinds = (await timelineOf(kept.id)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'message')).toHaveLength(3);
  expect(kinds.filter((kind) => kind === 'open')).toHaveLength(3);
  await expect(member.call(contactsRoutes.get, { id: other.id })).rejects.toMatchObject({ status: 404 });
  await expect(member.call(contactsRoutes.restore, { id: other.id })).rejects.toMatchObject({ status: 409 });
  await expect(newContact({ email: other.email })).rejects.toMatchObject({ status: 409 });
  const entries = (await entriesOf(api.owner, member.organizationId)).filter(
    ({ action }) => action === 'contacts.merge',
  );
  expect(entries).toMatchObject([{ after: { merged: other.email, lastName: 'Byron', messages: 1, events: 1 } }]);
  const { rows } = await api.owner.query('select from contact_events where contact_id = $1', [kept.id]);
  expect(rows).toHaveLength(2);
  const { rows: totals } = await api.owner.query(
    'select contact_id, name, times from contact_event_totals where contact_id = any ($1)',
    [[kept.id, other.id]],
  );
  expect(totals).toEqual([{ contact_id: kept.id, name: 'purchase', times: '2' }]);
});

test('the other address can win, and the first still belongs to the same person', async () => {
  const [kept, other] = [await newContact(), await newContact()];
  expect(await member.call(contactPageRoutes.merge, { id: kept.id, otherId: other.id, take: ['email'] })).toMatchObject(
    { id: kept.id, email: other.email },
  );
  await expect(newContact({ email: kept.email })).rejects.toMatchObject({ status: 409 });
});

test('who unsubscribed stays so, and later preferences reach every address of the person, through merges of merges', async () => {
  const [first, second, third] = [await newContact(), await newContact(), await newContact()];
  await member.call(contactsRoutes.unsubscribe, { id: second.id });
  expect(await member.call(contactPageRoutes.merge, { id: first.id, otherId: second.id })).toMatchObject({
    subscription: 'unsubscribed',
  });
  const [fourth, fifth] = [await newContact(), await newContact()];
  await member.call(contactPageRoutes.merge, { id: fourth.id, otherId: third.id });
  await member.call(contactPageRoutes.merge, { id: fifth.id, otherId: fourth.id });
  await member.call(contactsRoutes.unsubscribe, { id: fifth.id });
  const preferences = async (ids: string[]) => {
    const { rows } = await api.owner.query<{ subscription: string }>(
      'select subscription from contacts where id = any ($1)',
      [ids],
    );
    return new Set(rows.map(({ subscription }) => subscription));
  };
  expect(await preferences([first.id, second.id, third.id, fourth.id, fifth.id])).toEqual(new Set(['unsubscribed']));
  // An old link of a message that stayed with the merged row speaks for the person.
  const [sixth, seventh] = [await newContact(), await newContact()];
  await member.call(contactPageRoutes.merge, { id: sixth.id, otherId: seventh.id });
  await api.owner.query(
    `update contacts set subscription = 'unsubscribed', unsubscribed_at = now(), deleted_at = null where id = $1`,
    [seventh.id],
  );
  expect((await member.call(contactsRoutes.get, { id: sixth.id })).subscription).toBe('unsubscribed');
  await expect(member.call(contactsRoutes.get, { id: seventh.id })).rejects.toMatchObject({ status: 404 });
});

test('wrong pairs are refused', async () => {
  const [one, two] = [await newContact(), await newContact()];
  const merge = (otherId: string, take: string[] = []) =>
    member.call(contactPageRoutes.merge, { id: one.id, otherId, take });
  await expect(merge(one.id)).rejects.toMatchObject({ status: 400, problem: { code: 'contact.same' } });
  await expect(merge('01980000-0000-7000-8000-000000000000')).rejects.toMatchObject({ status: 404 });
  await expect(merge(two.id, ['subscription'])).rejects.toMatchObject({ status: 400 });
  const stranger = await api.newOrganization();
  const theirs = await stranger.call(contactsRoutes.create, { email: addresses(1)[0] });
  await expect(merge(theirs.id)).rejects.toMatchObject({ status: 404 });
  await merge(two.id);
  await expect(merge(two.id)).rejects.toMatchObject({ status: 404 });
});

test('the messages of a contact are found in whatever state they are', async () => {
  const contact = await member.call(contactsRoutes.create, { email: addresses(1)[0]! });
  for (const state of deliveryStates) {
    const isOver = !['pending', 'submitting'].includes(state);
    await api.owner.query(
      `with k as (insert into campaigns (organization_id, name, status) values ($1, $3, $4) returning id)
       insert into deliveries (organization_id, campaign_id, contact_id, address, state, reason, accepted_at, claim_id)
       select $1, id, $2, '', $3, case when $3 in ('skipped', 'failed') then 'suppressed' end,
         case when $3 = 'accepted' then now() end,
         case when $3 in ('submitting', 'unknown') then gen_random_uuid() end from k`,
      [member.organizationId, contact.id, state, isOver ? 'sent' : 'sending'],
    );
  }
  const { items } = await member.call(contactPageRoutes.timeline, { id: contact.id });
  const found = items.flatMap((item) => (item.kind === 'message' ? [item.state] : []));
  expect(found.toSorted()).toEqual(deliveryStates.toSorted());
});
