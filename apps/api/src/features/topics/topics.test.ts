import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { topicsRoutes } from '@engagex/domain/topics';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const idOf = async (member: TestMember, email: string) =>
  (await member.call(contactsRoutes.list, { search: email })).items[0]!.id;
const defaultsOf = async (member: TestMember) =>
  (await member.call(topicsRoutes.list)).items.filter(({ isDefault }) => isDefault);

test('there is one default from the beginning; it cannot be deleted, only followed by another', async () => {
  const member = await api.newOrganization();
  const [first] = await defaultsOf(member);
  expect(first?.name).toBe('News and offers');
  await expect(member.call(topicsRoutes.delete, { id: first!.id })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'topic.default' },
  });
  const made = await Promise.all(
    ['Events', 'Surveys', 'Product', 'Tips'].map((name) => member.call(topicsRoutes.create, { name })),
  );
  await Promise.all(made.map(({ id }) => member.call(topicsRoutes.makeDefault, { id })));
  expect(await defaultsOf(member)).toHaveLength(1);
  await member.call(topicsRoutes.delete, { id: first!.id });
  expect((await member.call(topicsRoutes.list)).items).toHaveLength(4);
});

test('who does not want a topic is skipped in its campaigns, and gets the others', async () => {
  const member = await api.newOrganization();
  const [first = '', second = ''] = addresses(2);
  const groupId = await buildGroup(api.owner, member, [first, second]);
  const events = await member.call(topicsRoutes.create, { name: 'Events' });
  const id = await idOf(member, first);
  await member.call(preferencesRoutes.setTopic, { id, topicId: events.id, wanted: false });

  const about = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.update, { id: about.id, topicId: events.id });
  expect(await member.call(campaignsRoutes.review, { id: about.id })).toMatchObject({
    people: 1,
    skipped: { topic: 1 },
  });
  await member.call(campaignsRoutes.launch, { id: about.id });
  expect(await watchLedger(member, about.id, ({ closed }) => closed)).toMatchObject({
    accepted: 1,
    skipped: { topic: 1 },
  });

  const other = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.launch, { id: other.id });
  expect((await watchLedger(member, other.id, ({ closed }) => closed)).accepted).toBe(2);

  const { history } = await member.call(preferencesRoutes.get, { id });
  expect(history).toMatchObject([
    { kind: 'topic', topic: 'Events', became: 'unwanted', source: 'member', actor: 'Test person' },
  ]);
});

test('a preference about the default topic holds for campaigns without one, and saying it twice is once', async () => {
  const member = await api.newOrganization();
  const [email = ''] = addresses(1);
  const groupId = await buildGroup(api.owner, member, [email]);
  const id = await idOf(member, email);
  const [topic] = await defaultsOf(member);
  for (let time = 0; time < 2; time += 1)
    await member.call(preferencesRoutes.setTopic, { id, topicId: topic!.id, wanted: false });
  const campaign = await buildCampaign(member, groupId);
  expect(await member.call(campaignsRoutes.review, { id: campaign.id })).toMatchObject({
    people: 0,
    skipped: { topic: 1 },
  });
  const back = await member.call(preferencesRoutes.setTopic, { id, topicId: topic!.id, wanted: true });
  expect(back.history.map(({ became }) => became)).toEqual(['wanted', 'unwanted']);
  expect((await member.call(campaignsRoutes.review, { id: campaign.id })).people).toBe(1);
});

test('a campaign takes no topic of another organization, and no deleted one', async () => {
  const [member, other] = [await api.newOrganization(), await api.newOrganization()];
  const foreign = await other.call(topicsRoutes.create, { name: 'Events' });
  const gone = await member.call(topicsRoutes.create, { name: 'Events' });
  await member.call(topicsRoutes.delete, { id: gone.id });
  for (const topicId of [foreign.id, gone.id]) {
    await expect(member.call(campaignsRoutes.create, { name: 'Summer', topicId })).rejects.toMatchObject({
      status: 400,
      problem: { code: 'campaign.unknown-topic', errors: [{ path: ['topicId'] }] },
    });
  }
  await expect(member.call(topicsRoutes.update, { id: foreign.id, name: 'Mine' })).rejects.toMatchObject({
    status: 404,
  });
});

test('two topics of one name would be confusing, so the second is refused in any case of letters', async () => {
  const member = await api.newOrganization();
  await member.call(topicsRoutes.create, { name: 'Events' });
  await expect(member.call(topicsRoutes.create, { name: 'EVENTS' })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'topic.name-taken', errors: [{ path: ['name'] }] },
  });
});
