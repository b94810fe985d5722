import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes, usualAbTest } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { templatesRoutes } from '@engagex/domain/templates';
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

const own = { subject: '', preheader: '', senderName: '', templateId: null };

/** A draft that compares two subjects, one of them from another sender and with another template. */
async function comparing(member: TestMember, emails: readonly string[]) {
  const draft = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  const other = await member.call(templatesRoutes.create, {
    name: 'Short',
    subject: 'Short',
    format: 'html',
    body: '<html><body><p>Short, {{ contact.first_name }}</p><a href="{{ unsubscribe_url }}">Unsubscribe</a></body></html>',
  });
  const variants = [own, { ...own, subject: 'Only today', senderName: 'Lee', templateId: other.id }];
  await member.call(campaignsRoutes.update, { id: draft.id, abTest: { ...usualAbTest, share: 90, variants } });
  return { id: draft.id, templateId: draft.templateId ?? '', otherId: other.id };
}

test('a draft is seen as a person of its audience sees it, by variant', async () => {
  const member = await api.newOrganization();
  const { id } = await comparing(member, addresses(1, 'amara'));
  const a = await member.call(campaignsRoutes.preview, { id });
  expect(a).toMatchObject({
    variants: ['A', 'B'],
    variant: 'A',
    languages: [],
    subject: expect.stringMatching(/^A sale for amara0/),
    from: { name: 'Shop', email: 'hello@shop.example' },
  });
  expect(a.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(a.person.name).toMatch(/^amara0/);
  expect(a.people.map((person) => person.id)).toEqual([a.person.id]);
  expect(a.html).toMatch(/Hello amara0/);
  expect(a.text).toMatch(/Hello amara0/);
  const b = await member.call(campaignsRoutes.preview, { id, variant: 'B' });
  expect(b).toMatchObject({ variant: 'B', subject: 'Only today', from: { name: 'Lee' } });
  expect(b.html).toMatch(/Short, amara0/);
  const review = await member.call(campaignsRoutes.review, { id });
  expect(review.variants).toEqual([
    { name: 'A', subject: 'A sale for {{ contact.first_name }}', senderName: 'Shop' },
    { name: 'B', subject: 'Only today', senderName: 'Lee' },
  ]);
});

test('as anybody among the contacts, and before the choice of a template is saved', async () => {
  const member = await api.newOrganization();
  const { id, otherId } = await comparing(member, addresses(1));
  const kim = await member.call(contactsRoutes.create, { email: 'kim@example.com', firstName: 'Kim', lastName: 'Lee' });
  expect(await member.call(campaignsRoutes.preview, { id, contactId: kim.id })).toMatchObject({
    person: { id: kim.id, name: 'Kim Lee', email: 'kim@example.com' },
    subject: 'A sale for Kim',
  });
  expect((await member.call(campaignsRoutes.preview, { id, templateId: otherId })).subject).toBe('Short');
  const empty = await member.call(campaignsRoutes.create, { name: 'Empty' });
  await expect(member.call(campaignsRoutes.preview, { id: empty.id })).rejects.toThrow('Choose a template first');
  await expect(member.call(campaignsRoutes.preview, { id, variant: 'C' })).rejects.toThrow('no variant C');
  const stranger = await api.newOrganization();
  await expect(stranger.call(campaignsRoutes.preview, { id })).rejects.toMatchObject({ status: 404 });
});

test('whoever may not read contacts sees a sample person, and nobody else', async () => {
  const owner = await api.newOrganization();
  const { id, otherId } = await comparing(owner, addresses(2));
  const { people } = await owner.call(campaignsRoutes.preview, { id });
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const seen = await analyst.call(campaignsRoutes.preview, { id });
  expect(seen).toMatchObject({ person: { id: null, name: 'Ada Lovelace' }, people: [], subject: 'A sale for Ada' });
  await expect(analyst.call(campaignsRoutes.preview, { id, contactId: people[0]!.id })).rejects.toMatchObject({
    status: 403,
  });
  await expect(analyst.call(campaignsRoutes.preview, { id, templateId: otherId })).rejects.toMatchObject({
    status: 403,
  });
});

test('of what was sent, the message is the one that was sent, with its links where they lead', async () => {
  const member = await api.newOrganization();
  const { id, templateId } = await comparing(member, addresses(4));
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ accepted }) => accepted > 0);
  await member.call(templatesRoutes.update, { id: templateId, subject: 'Written later' });
  const shown = await member.call(campaignsRoutes.preview, { id });
  expect(shown.subject).toMatch(/^A sale for person/);
  expect(shown.html).toContain('href="https://shop.example/sale?a=1&amp;b=2"');
  expect(shown.text).toContain('https://shop.example/sale?a=1&b=2');
  expect(shown.html + shown.text).not.toContain('links.invalid');
  expect(shown.people).toHaveLength(4);
  expect((await member.call(campaignsRoutes.preview, { id, variant: 'B' })).from.name).toBe('Lee');
  await member.call(campaignsRoutes.cancel, { id });
});

test('a test sends every variant with its own sender, or the one that is chosen', async () => {
  const member = await api.newOrganization();
  const { id } = await comparing(member, addresses(1));
  const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [member.userId]);
  const to = [rows[0]!.email];
  const mailed = async () => {
    const found = smtp.messages.filter((each) => to.includes(each.to));
    return (await Promise.all(found.map((each) => smtp.parse(each)))).map(
      ({ subject, from }) => `${subject} / ${from?.name}`,
    );
  };
  const chosen = await member.call(campaignsRoutes.sendTest, { id, to, variant: 'B' });
  expect(chosen.results).toMatchObject([{ email: to[0], variant: 'B', isAccepted: true }]);
  expect(await mailed()).toEqual(['[Test B] Only today / Lee']);
  expect((await member.call(campaignsRoutes.sendTest, { id, to })).results.map(({ variant }) => variant)).toEqual([
    'A',
    'B',
  ]);
  expect((await mailed()).slice(1).toSorted()).toEqual([
    expect.stringMatching(/^\[Test A\] A sale for .* \/ Shop$/),
    '[Test B] Only today / Lee',
  ]);
  await expect(member.call(campaignsRoutes.sendTest, { id, to, variant: 'D' })).rejects.toThrow('no variant D');
});
