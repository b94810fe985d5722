import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { topicsRoutes } from '@engagex/domain/topics';
import { wishesRoutes } from '@engagex/domain/wishes';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TrackingTokens } from './tracking-token.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** A person to whom a message went, and where its preference centre is. */
async function recipient(member?: TestMember) {
  const owner = member ?? (await api.newOrganization());
  const [email = ''] = addresses(1);
  const groupId = await buildGroup(api.owner, owner, [email]);
  const campaign = await buildCampaign(owner, groupId);
  const { rows } = await api.owner.query<{ id: string; contactId: string }>(
    `insert into deliveries (organization_id, campaign_id, contact_id, email, state)
     select organization_id, $1, id, email, 'pending' from contacts where organization_id = $2 and email = $3
     returning id, contact_id as "contactId"`,
    [campaign.id, owner.organizationId, email],
  );
  const { id: deliveryId, contactId } = rows[0]!;
  const tokens = api.app.get(TrackingTokens).tokensFor({ organizationId: owner.organizationId, deliveryId });
  const path = `/u/${tokens.preferences}/preferences`;
  return { owner, email, contactId, campaign, tokens, path };
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

const look = (path: string) => fetch(new URL(path, api.url));
const send = (path: string, fields: Fields) =>
  fetch(new URL(path, api.url), {
    method: 'POST',
    headers: { 'x-engagex-address': '203.0.113.9' },
    body: new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value]),
      ),
    ),
  });
const wishesOf = ({ owner, contactId }: Awaited<ReturnType<typeof recipient>>) =>
  owner.call(wishesRoutes.get, { id: contactId });

test('looking changes nothing; saving keeps topics and names, with how and from where', async () => {
  const person = await recipient();
  const events = await person.owner.call(topicsRoutes.create, { name: 'Events', description: 'Four a year' });
  for (let time = 0; time < 3; time += 1) expect((await look(person.path)).status).toBe(200);
  expect((await wishesOf(person)).history).toEqual([]);
  const { unsubscribe } = person.tokens;
  expect(await (await look(`/u/${unsubscribe}`)).text()).toContain(`href="${unsubscribe}/preferences"`);

  const [usual] = (await wishesOf(person)).topics;
  const fields = { action: 'save', shown: [usual!.id, events.id], wanted: usual!.id, firstName: ' Zoë ', lastName: '' };
  for (let time = 0; time < 2; time += 1) {
    const answer = await send(person.path, fields);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Saved.')]);
  }
  const wishes = await wishesOf(person);
  expect(wishes.topics).toMatchObject([{ wanted: true }, { name: 'Events', wanted: false }]);
  expect(wishes.history).toMatchObject([
    {
      kind: 'topic',
      topic: 'Events',
      became: 'unwanted',
      source: 'preference centre',
      actor: null,
      address: '203.0.113.9',
    },
  ]);
  expect(await person.owner.call(contactsRoutes.get, { id: person.contactId })).toMatchObject({
    firstName: 'Zoë',
    lastName: null,
  });
});

test('a topic that came up after the page was shown was not turned down', async () => {
  const person = await recipient();
  const [usual] = (await wishesOf(person)).topics;
  await person.owner.call(topicsRoutes.create, { name: 'Later' });
  await send(person.path, { action: 'save', shown: usual!.id });
  expect((await wishesOf(person)).topics).toMatchObject([{ wanted: false }, { name: 'Later', wanted: true }]);
});

test('a break is kept out of campaigns until it ends, and asking twice is once', async () => {
  const person = await recipient();
  for (let time = 0; time < 2; time += 1) await send(person.path, { action: 'pause-30' });
  const { pausedUntil, history } = await wishesOf(person);
  const days = (Date.parse(pausedUntil ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(31.1);
  expect(history).toHaveLength(1);
  const review = () => person.owner.call(campaignsRoutes.review, { id: person.campaign.id });
  expect(await review()).toMatchObject({ people: 0, skipped: { paused: 1 } });
  expect(await (await send(person.path, { action: 'resume' })).text()).toContain('Your break is over.');
  expect((await review()).people).toBe(1);
  await send(person.path, { action: 'pause-90' });
  await api.owner.query(`update contacts set paused_until = now() - interval '1 second' where id = $1`, [
    person.contactId,
  ]);
  expect((await review()).people).toBe(1);
});

test('leaving fifty times at once is one wish, one count and one address on the list', async () => {
  const person = await recipient();
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(person.path, { action: 'leave' })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await answers[0]!.text()).toContain('You are unsubscribed');
  const wishes = await wishesOf(person);
  expect(wishes.history).toMatchObject([{ kind: 'subscription', became: 'unsubscribed', source: 'preference centre' }]);
  expect(wishes.suppression?.reason).toBe('unsubscribe');
  const report = await person.owner.call(reportsRoutes.report, { id: person.campaign.id });
  expect(report.unsubscribed).toBe(1);
  // Nobody comes back through the link of an old message.
  await send(person.path, { action: 'save', shown: wishes.topics[0]!.id, wanted: wishes.topics[0]!.id });
  expect((await person.owner.call(contactsRoutes.get, { id: person.contactId })).subscription).toBe('unsubscribed');
});

test('fifty different choices at once leave one of them, and a ledger that agrees with it', async () => {
  const person = await recipient();
  const [usual] = (await wishesOf(person)).topics;
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      send(person.path, { action: 'save', shown: usual!.id, ...(index % 2 ? { wanted: usual!.id } : {}) }),
    ),
  );
  const { topics, history } = await wishesOf(person);
  expect(history[0]?.became).toBe(topics[0]?.wanted ? 'wanted' : 'unwanted');
  for (const [index, entry] of history.slice(0, -1).entries()) expect(entry.was).toBe(history[index + 1]?.became);
});

test('topics of another organization are left alone', async () => {
  const [person, stranger] = [await recipient(), await recipient()];
  const [theirs] = (await wishesOf(stranger)).topics;
  expect((await send(person.path, { action: 'save', shown: theirs!.id })).status).toBe(200);
  const { rows } = await api.owner.query('select from topic_wishes where topic_id = $1', [theirs!.id]);
  expect(rows).toEqual([]);
});

test.each([
  ['an action nobody offers', { action: 'delete' }],
  ['nothing', {}],
  ['a topic that is no id', { action: 'save', shown: `'; drop table topics; --` }],
  ['a name with a line break', { action: 'save', firstName: 'Ada\r\nBcc: x@example.com' }],
  ['a name that is too long', { action: 'save', firstName: 'a'.repeat(101) }],
])('%s is refused with the page, and nothing is stored', async (_name, fields: Fields) => {
  const person = await recipient();
  const answer = await send(person.path, fields);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Nothing was saved.')]);
  expect((await wishesOf(person)).history).toEqual([]);
});

test('a forged token, or one of another organization, shows nobody', async () => {
  const [person, stranger] = [await recipient(), await recipient()];
  const forged = person.path.replace(/^\/u\/(.)/, (_, first: string) => `/u/${first === 'A' ? 'B' : 'A'}`);
  expect((await look(forged)).status).toBe(404);
  expect((await send(forged, { action: 'leave' })).status).toBe(404);
  const { rows } = await api.owner.query<{ id: string }>('select id from deliveries where contact_id = $1', [
    person.contactId,
  ]);
  const crossed = api.app
    .get(TrackingTokens)
    .tokensFor({ organizationId: stranger.owner.organizationId, deliveryId: rows[0]!.id });
  expect((await send(`/u/${crossed.preferences}/preferences`, { action: 'leave' })).status).toBe(404);
  expect((await person.owner.call(contactsRoutes.get, { id: person.contactId })).subscription).toBe('subscribed');
});

test('a link that is passed on opens what it is for, and tells neither name nor address', async () => {
  const person = await recipient();
  await send(person.path, { action: 'save', firstName: 'Zoë', lastName: 'Zimmermann' });
  const { tracking, unsubscribe, preferences } = person.tokens;
  expect(new Set([tracking, unsubscribe, preferences]).size).toBe(3);
  const statusOf = async (path: string) => (await look(path)).status;
  const paths = [`/u/${tracking}`, `/u/${tracking}/preferences`, `/t/${unsubscribe}/0`, `/t/${preferences}/0`];
  expect(await Promise.all(paths.map(statusOf))).toEqual([404, 404, 404, 404]);
  expect((await send(`/u/${tracking}`, {})).status).toBe(404);

  for (const path of [`/u/${unsubscribe}`, `/u/${unsubscribe}/preferences`]) {
    const html = await (await look(path)).text();
    for (const secret of [person.email, 'Zoë', 'Zimmermann']) expect(html, path).not.toContain(secret);
    expect(html).toContain('p•••@example.com');
  }
  // What it is about can be chosen there, but nobody renamed.
  const answer = await send(`/u/${unsubscribe}/preferences`, { action: 'save', firstName: 'Eve' });
  expect([answer.status, (await answer.text()).includes('Zoë')]).toEqual([200, false]);
  expect((await person.owner.call(contactsRoutes.get, { id: person.contactId })).firstName).toBe('Zoë');
  expect(await (await look(person.path)).text()).toContain(person.email);
});

test('whatever names contain, the page shows it as text', async () => {
  const person = await recipient();
  const evil = `"><script>alert('x')</script>`;
  await person.owner.call(topicsRoutes.create, { name: evil, description: evil });
  await api.owner.query('update organizations set name = $2 where id = $1', [person.owner.organizationId, evil]);
  await send(person.path, { action: 'save', firstName: evil });
  const html = await (await look(person.path)).text();
  expect(html).not.toContain('<script');
  expect(html.split('&quot;&gt;&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(4);
});
