import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { topicsRoutes } from '@engagex/domain/topics';
import { preferencesRoutes } from '@engagex/domain/preferences';
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
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state)
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

const visit = (path: string, languages?: string) =>
  fetch(new URL(path, api.url), { headers: languages ? { 'accept-language': languages } : {} });
const send = (path: string, fields: Fields, languages?: string) =>
  fetch(new URL(path, api.url), {
    method: 'POST',
    headers: { 'x-engagex-address': '203.0.113.9', ...(languages ? { 'accept-language': languages } : {}) },
    body: new URLSearchParams(
      Object.entries(fields).flatMap(([name, values]) =>
        [values].flat().map((value): [string, string] => [name, value]),
      ),
    ),
  });
const preferencesOf = ({ owner, contactId }: Awaited<ReturnType<typeof recipient>>) =>
  owner.call(preferencesRoutes.get, { id: contactId });

test('looking changes nothing; saving keeps topics and names, with how and from where', async () => {
  const person = await recipient();
  const events = await person.owner.call(topicsRoutes.create, { name: 'Events', description: 'Four a year' });
  for (let time = 0; time < 3; time += 1) expect((await visit(person.path)).status).toBe(200);
  expect((await preferencesOf(person)).history).toEqual([]);
  const { unsubscribe } = person.tokens;
  expect(await (await visit(`/u/${unsubscribe}`)).text()).toContain(`href="${unsubscribe}/preferences"`);

  const [usual] = (await preferencesOf(person)).topics;
  const fields = { action: 'save', shown: [usual!.id, events.id], wanted: usual!.id, firstName: ' Zoë ', lastName: '' };
  for (let time = 0; time < 2; time += 1) {
    const answer = await send(person.path, fields);
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('Your preferences have been saved.'),
    ]);
  }
  const preferences = await preferencesOf(person);
  expect(preferences.topics).toMatchObject([{ wanted: true }, { name: 'Events', wanted: false }]);
  expect(preferences.history).toMatchObject([
    {
      kind: 'topic',
      topic: 'Events',
      became: 'unwanted',
      source: 'preference_centre',
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
  const [usual] = (await preferencesOf(person)).topics;
  await person.owner.call(topicsRoutes.create, { name: 'Later' });
  await send(person.path, { action: 'save', shown: usual!.id });
  expect((await preferencesOf(person)).topics).toMatchObject([{ wanted: false }, { name: 'Later', wanted: true }]);
});

test('a break is kept out of campaigns until it ends, and asking twice is once', async () => {
  const person = await recipient();
  for (let time = 0; time < 2; time += 1) await send(person.path, { action: 'pause-30' });
  const { pausedUntil, history } = await preferencesOf(person);
  const days = (Date.parse(pausedUntil ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(31.1);
  expect(history).toHaveLength(1);
  const review = () => person.owner.call(campaignsRoutes.review, { id: person.campaign.id });
  expect(await review()).toMatchObject({ people: 0, skipped: { paused: 1 } });
  expect(await (await send(person.path, { action: 'resume' })).text()).toContain('You’ll get emails again.');
  expect((await review()).people).toBe(1);
  await send(person.path, { action: 'pause-90' });
  await api.owner.query(`update contacts set paused_until = now() - interval '1 second' where id = $1`, [
    person.contactId,
  ]);
  expect((await review()).people).toBe(1);
});

test('leaving fifty times at once is one entry, one count and one address on the list', async () => {
  const person = await recipient();
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(person.path, { action: 'leave' })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await answers[0]!.text()).toContain('You’re unsubscribed');
  const preferences = await preferencesOf(person);
  expect(preferences.history).toMatchObject([
    { kind: 'subscription', became: 'unsubscribed', source: 'preference_centre' },
  ]);
  expect(preferences.suppression?.reason).toBe('unsubscribe');
  const report = await person.owner.call(reportsRoutes.report, { id: person.campaign.id });
  expect(report.unsubscribed).toBe(1);
  // Nobody comes back through the link of an old message.
  await send(person.path, { action: 'save', shown: preferences.topics[0]!.id, wanted: preferences.topics[0]!.id });
  expect((await person.owner.call(contactsRoutes.get, { id: person.contactId })).subscription).toBe('unsubscribed');
});

test('fifty different choices at once leave one of them, and a ledger that agrees with it', async () => {
  const person = await recipient();
  const [usual] = (await preferencesOf(person)).topics;
  await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      send(person.path, { action: 'save', shown: usual!.id, ...(index % 2 ? { wanted: usual!.id } : {}) }),
    ),
  );
  const { topics, history } = await preferencesOf(person);
  expect(history[0]?.became).toBe(topics[0]?.wanted ? 'wanted' : 'unwanted');
  for (const [index, entry] of history.slice(0, -1).entries()) expect(entry.was).toBe(history[index + 1]?.became);
});

test('topics of another organization are left alone', async () => {
  const [person, stranger] = [await recipient(), await recipient()];
  const [theirs] = (await preferencesOf(stranger)).topics;
  expect((await send(person.path, { action: 'save', shown: theirs!.id })).status).toBe(200);
  const { rows } = await api.owner.query('select from topic_preferences where topic_id = $1', [theirs!.id]);
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
  expect((await preferencesOf(person)).history).toEqual([]);
});

test('a forged token, or one of another organization, shows nobody', async () => {
  const [person, stranger] = [await recipient(), await recipient()];
  const forged = person.path.replace(/^\/u\/(.)/, (_, first: string) => `/u/${first === 'A' ? 'B' : 'A'}`);
  expect((await visit(forged)).status).toBe(404);
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
  const statusOf = async (path: string) => (await visit(path)).status;
  const paths = [`/u/${tracking}`, `/u/${tracking}/preferences`, `/t/${unsubscribe}/0`, `/t/${preferences}/0`];
  expect(await Promise.all(paths.map(statusOf))).toEqual([404, 404, 404, 404]);
  expect((await send(`/u/${tracking}`, {})).status).toBe(404);

  for (const path of [`/u/${unsubscribe}`, `/u/${unsubscribe}/preferences`]) {
    const html = await (await visit(path)).text();
    for (const secret of [person.email, 'Zoë', 'Zimmermann']) expect(html, path).not.toContain(secret);
    expect(html).toContain('p•••@example.com');
  }
  // What it is about can be chosen there, but nobody renamed.
  const answer = await send(`/u/${unsubscribe}/preferences`, { action: 'save', firstName: 'Eve' });
  expect([answer.status, (await answer.text()).includes('Zoë')]).toEqual([200, false]);
  expect((await person.owner.call(contactsRoutes.get, { id: person.contactId })).firstName).toBe('Zoë');
  expect(await (await visit(person.path)).text()).toContain(person.email);
});

test('whatever names contain, the page shows it as text', async () => {
  const person = await recipient();
  const evil = `"><script>alert('x')</script>`;
  await person.owner.call(topicsRoutes.create, { name: evil, description: evil });
  await api.owner.query('update organizations set name = $2 where id = $1', [person.owner.organizationId, evil]);
  await send(person.path, { action: 'save', firstName: evil });
  const html = await (await visit(person.path)).text();
  expect(html).not.toContain('<script');
  expect(html.split('&#34;&gt;&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(4);
});

const speak = (person: Awaited<ReturnType<typeof recipient>>, language: string | null) =>
  api.owner.query('update contacts set language = $2 where id = $1', [person.contactId, language]);

test('pages speak the language that was chosen, else the person’s, else the browser’s', async () => {
  const person = await recipient();
  const page = `/u/${person.tokens.unsubscribe}`;
  const read = async (path: string, languages?: string) => {
    const text = await (await visit(path, languages)).text();
    return [/<html lang="(\w+)">/.exec(text)?.[1], /<h1>(.*?)</.exec(text)?.[1]];
  };
  expect(await read(person.path)).toEqual(['en', 'Your email preferences']);
  expect(await read(person.path, 'ja, fr-CH;q=0.8, en;q=0.5')).toEqual(['fr', 'Vos préférences e-mail']);
  await speak(person, 'de-AT');
  expect(await read(person.path, 'fr')).toEqual(['de', 'Ihre E-Mail-Einstellungen']);
  expect(await read(page, 'fr')).toEqual(['de', expect.stringContaining('abbestellen?')]);
  expect(await read(`${page}?lang=nl`, 'fr')).toEqual(['nl', expect.stringContaining('Uitschrijven voor')]);
  expect(await read(`${page}?lang=xx&lang=it`, 'fr')).toEqual(['de', expect.any(String)]);
  await speak(person, 'ja');
  expect(await read(page, 'pt-BR')).toEqual(['pt', expect.stringContaining('Deixar de receber')]);
  expect(await read('/u/cut-off', 'es-MX')).toEqual(['es', 'Este enlace no funciona']);
  expect(await read('/t/cut-off/0', 'es-MX')).toEqual(['es', 'Este enlace no funciona']);
  expect(await (await visit(`${page}?lang=nl`)).text()).toContain(`/preferences?lang=nl"`);
});

test('what a page answers, and the day a break ends, are written in the language of the person', async () => {
  const person = await recipient();
  await speak(person, 'de');
  await api.owner.query(`update topics set name = 'News & Angebote' where organization_id = $1`, [
    person.owner.organizationId,
  ]);
  const paused = await (await send(person.path, { action: 'pause-30' })).text();
  const { pausedUntil } = await preferencesOf(person);
  const day = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(pausedUntil ?? ''));
  expect(paused).toContain(`Bis zum ${day} erhalten Sie`);
  expect(paused).toContain('News &amp; Angebote');
  const refused = await send(person.path, { action: 'save', firstName: 'a'.repeat(101) }, 'fr');
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('höchstens 100 Zeichen')]);
  expect(await (await send(person.path, { action: 'leave' })).text()).toContain('Wieder abonnieren');
});

const undo = { action: 'subscribe-again' };
const standing = async ({ owner, contactId }: Awaited<ReturnType<typeof recipient>>) => ({
  subscription: (await owner.call(contactsRoutes.get, { id: contactId })).subscription,
  suppression: (await owner.call(preferencesRoutes.get, { id: contactId })).suppression?.reason ?? null,
});
const subscribed = { subscription: 'subscribed', suppression: null };
const gone = { subscription: 'unsubscribed', suppression: 'unsubscribe' };

test.each([
  ['the page of the link', 'unsubscribe_link', (tokens: { unsubscribe: string }) => `/u/${tokens.unsubscribe}`, {}],
  [
    'the preferences',
    'preference_centre',
    (tokens: { preferences: string }) => `/u/${tokens.preferences}/preferences`,
    { action: 'leave' },
  ],
])('unsubscribing by mistake is undone on %s by one button, once, and told', async (_where, source, pathOf, leave) => {
  const person = await recipient();
  const path = pathOf(person.tokens);
  await speak(person, 'de');
  expect(await (await send(path, leave)).text()).toContain('value="subscribe-again"');
  for (let time = 0; time < 3; time += 1)
    expect(await (await visit(`${path}?action=subscribe-again`)).text()).toContain('value="subscribe-again"');
  expect(await standing(person)).toEqual(gone);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(path, undo)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await answers[0]!.text()).toMatch(/<html lang="de">[^]*Sie erhalten wieder E-Mails/);
  expect(await standing(person)).toEqual(subscribed);
  expect((await preferencesOf(person)).history).toMatchObject([
    {
      kind: 'subscription',
      was: 'unsubscribed',
      became: 'subscribed',
      source,
      wording: 'Unsubscribed by mistake: “Wieder abonnieren”',
      address: '203.0.113.9',
    },
    { became: 'unsubscribed', source },
  ]);
  // Leaving once more still works, and so does the way back.
  await send(path, leave);
  expect(await standing(person)).toEqual(gone);
  await send(path, undo);
  expect(await standing(person)).toEqual(subscribed);
});

test('the way back brings back no more than was taken: not too late, not by another message, not past a member', async () => {
  const person = await recipient();
  const [page, offer] = [`/u/${person.tokens.unsubscribe}`, 'value="subscribe-again"'];
  const refused = async () => {
    expect(await (await visit(page)).text()).not.toContain(offer);
    const answer = await send(page, undo);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('can no longer be undone')]);
    expect((await standing(person)).subscription).toBe('unsubscribed');
  };
  await send(page, {});
  await api.owner.query(`update engagements set at = at - interval '25 hours' where contact_id = $1`, [
    person.contactId,
  ]);
  await refused();
  await api.owner.query(`update contacts set unsubscribed_at = unsubscribed_at - interval '25 hours' where id = $1`, [
    person.contactId,
  ]);
  await refused();
  await api.owner.query(`update contacts set subscription = 'subscribed', unsubscribed_at = null where id = $1`, [
    person.contactId,
  ]);
  await person.owner.call(contactsRoutes.unsubscribe, { id: person.contactId });
  await refused();
});

test('the way back lets no address through that bounced or was barred meanwhile, and tells nobody who they are', async () => {
  const person = await recipient();
  const page = `/u/${person.tokens.unsubscribe}`;
  await send(page, {});
  await api.owner.query(`update suppressions set reason = 'complaint' where organization_id = $1`, [
    person.owner.organizationId,
  ]);
  await send(page, undo);
  expect(await standing(person)).toEqual({ subscription: 'unsubscribed', suppression: 'complaint' });
  const other = await recipient();
  await send(other.path, { action: 'save', firstName: 'Zoë', lastName: 'Zimmermann' });
  await send(`/u/${other.tokens.unsubscribe}`, {});
  const back = await (await send(`/u/${other.tokens.unsubscribe}`, undo)).text();
  for (const secret of [other.email, 'Zoë', 'Zimmermann']) expect(back).not.toContain(secret);
  expect((await send(`/u/${other.tokens.tracking}`, undo)).status).toBe(404);
});

test('a merged person comes back with every address that left with them, and no other', async () => {
  const person = await recipient();
  const { owner, contactId } = person;
  const [same = '', before = ''] = addresses(2);
  for (const email of [same, before]) {
    const { id } = await owner.call(contactsRoutes.create, { email });
    if (email === before) await owner.call(contactsRoutes.unsubscribe, { id });
    await api.owner.query(`update contacts set deleted_at = now(), merged_into_id = $2 where id = $1`, [id, contactId]);
  }
  await send(`/u/${person.tokens.unsubscribe}`, {});
  await send(`/u/${person.tokens.unsubscribe}`, undo);
  const { rows } = await api.owner.query<{ email: string; subscription: string }>(
    'select email, subscription from contacts where id = $1 or merged_into_id = $1 order by id',
    [contactId],
  );
  expect(rows.map(({ email, subscription }) => [email, subscription])).toEqual([
    [person.email, 'subscribed'],
    [same, 'subscribed'],
    [before, 'unsubscribed'],
  ]);
});
