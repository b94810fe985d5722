import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, preFlightsRoutes } from '@engagex/domain/campaigns';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  api = await startTestApi({ work: true, settings: { PRIVATE_NETWORKS: 'true' } });
  member = await api.newOrganization();
});
afterAll(() => api.close());

const body = `<p>Dear {{ contact.first_name }}</p>{% if contact.last_name %}<p>{{ contact.last_name }}</p>{% endif %}
  <a href="{{ contact.phone }}">Order</a><a href="mailto:{{ contact.phone }}">Write</a><a href="{{ unsubscribe_url }}">U</a>`;

/** A draft to `count` people of whom nothing but the address is known, except as `changes` says. */
async function draft(count: number, changes = '') {
  const groupId = await buildGroup(api.owner, member, addresses(count));
  const campaign = await buildCampaign(member, groupId);
  await member.call(templatesRoutes.update, { id: campaign.templateId ?? '', body, subject: 'News' });
  const ofGroup = 'id in (select contact_id from group_members where group_id = $1)';
  await api.owner.query(
    `update contacts set first_name = 'Ada', last_name = null, phone = 'https://shop.example/' || id where ${ofGroup}`,
    [groupId],
  );
  if (changes)
    await api.owner.query(
      `update contacts set ${changes} where id in (select id from contacts where ${ofGroup} order by id limit 3)`,
      [groupId],
    );
  return campaign.id;
}

const latest = async (id: string) => (await member.call(preFlightsRoutes.latest, { id })).preFlight;
const finished = async (id: string) => {
  await expect.poll(async () => (await latest(id))?.state, { timeout: 30_000 }).toBe('finished');
  return latest(id);
};

test('every message is rendered, and each person with something wrong is found', async () => {
  const id = await draft(1_203, `first_name = case when id::text < 'x' then '' end, phone = 'no address'`);
  expect(await latest(id)).toBeNull();
  expect(await member.call(preFlightsRoutes.start, { id })).toMatchObject({ state: 'queued', people: 1_203 });
  const done = await finished(id);
  expect(done).toMatchObject({ people: 1_203, rendered: 1_203, isCurrent: true, problem: null });
  expect(done?.findings).toEqual([
    { kind: 'broken_link', detail: 'no address', people: 3 },
    { kind: 'empty', detail: 'contact.first_name', people: 3 },
  ]);
  const { items } = await member.call(preFlightsRoutes.people, { id, kind: 'empty', detail: 'contact.first_name' });
  expect(items).toHaveLength(3);
  const shown = await member.call(campaignsRoutes.preview, { id, contactId: items[0]?.id });
  expect(shown.html).toContain('<p>Dear </p>');
});

test('what is larger than Gmail shows is found by the bytes of each message', async () => {
  const id = await draft(5, `first_name = repeat('é', 60000)`);
  await member.call(preFlightsRoutes.start, { id });
  expect((await finished(id))?.findings).toEqual([{ kind: 'clipped', detail: '', people: 3 }]);
});

test('a worker that takes over goes on after the last part, and nobody is counted twice', async () => {
  const id = await draft(1_100, `first_name = ''`);
  await member.call(preFlightsRoutes.start, { id });
  const before = await finished(id);
  const row = `(select id from pre_flights where campaign_id = $1)`;
  await api.owner.query(
    `update pre_flights set state = 'running', finished_at = null, heartbeat_at = now() - interval '1 minute', rendered = 500,
       last_contact_id = (select m.contact_id from group_members m where m.group_id = (select group_ids[1] from campaigns where id = $1)
         order by m.contact_id offset 499 limit 1)
     where id = ${row}`,
    [id],
  );
  expect(await finished(id)).toMatchObject({ rendered: 1_100, findings: before?.findings });
});

test('one that is cancelled stops, and one of a changed campaign says so', async () => {
  const id = await draft(3);
  await expect(member.call(preFlightsRoutes.cancel, { id })).rejects.toMatchObject({ status: 409 });
  await member.call(preFlightsRoutes.start, { id });
  await finished(id);
  await member.call(campaignsRoutes.update, { id, preheader: 'Other words' });
  expect(await latest(id)).toMatchObject({ isCurrent: false });
  await api.owner.query(`update pre_flights set state = 'running', heartbeat_at = now() where campaign_id = $1`, [id]);
  expect(await member.call(preFlightsRoutes.cancel, { id })).toMatchObject({ state: 'cancelled' });
  expect(await latest(id)).toMatchObject({ state: 'cancelled' });
});

test('another organization sees nothing of it, and only a draft is checked', async () => {
  const id = await draft(2);
  await member.call(preFlightsRoutes.start, { id });
  const other = await api.newOrganization();
  for (const route of [preFlightsRoutes.latest, preFlightsRoutes.start, preFlightsRoutes.cancel])
    await expect(other.call(route, { id })).rejects.toMatchObject({ status: 404 });
  await expect(other.call(preFlightsRoutes.people, { id, kind: 'empty' })).rejects.toMatchObject({ status: 404 });
  await finished(id);
  await api.owner.query(`update campaigns set status = 'cancelled' where id = $1`, [id]);
  await expect(member.call(preFlightsRoutes.start, { id })).rejects.toMatchObject({ status: 409 });
});

test('a link of everybody that leads to no page is told once for all of them, and keeps nothing waiting', async () => {
  const server = createServer((_request, response) => void response.writeHead(404).end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gone`; // a server that listens on TCP has one
  const id = await draft(4);
  const { templateId } = await member.call(campaignsRoutes.get, { id });
  await member.call(templatesRoutes.update, { id: templateId ?? '', body: `${body}<a href="${link}">Sale</a>` });
  await member.call(preFlightsRoutes.start, { id });
  expect(await finished(id)).toMatchObject({ rendered: 4, findings: [{ kind: 'dead_link', detail: link, people: 4 }] });
  server.close();
});
