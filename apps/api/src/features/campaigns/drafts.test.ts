import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { templatesRoutes } from '@engagex/domain/templates';
import { draftOf, itIs, zoned } from '../../testing/at-time.ts';
import { addresses } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const messagesTo = (emails: readonly string[]) => smtp.messages.filter((message) => emails.includes(message.to));
const get = (member: TestMember, id: string) => member.call(campaignsRoutes.get, { id });

test('a test goes to confirmed members only, marked, with links as they are, and is in nobody’s numbers', async () => {
  const member = await api.newOrganization();
  const emails = addresses(2);
  const { id } = await draftOf(api, member, emails);
  const colleague = await api.newMember(member.organizationId, 'analyst');
  const stranger = await api.newOrganization();
  const address = async (userId: string) => {
    const { rows } = await api.owner.query<{ email: string }>('select email from users where id = $1', [userId]);
    return rows[0]?.email ?? '';
  };
  const [own, other, foreign] = await Promise.all([member, colleague, stranger].map(({ userId }) => address(userId)));
  const send = (to: (string | undefined)[]) => member.call(campaignsRoutes.sendTest, { id, to: to.map(String) });
  const { results } = await send([own, other?.toUpperCase(), own]);
  expect(results.map(({ isAccepted }) => isAccepted)).toEqual([true, true]);
  const received = messagesTo([own ?? '', other ?? '']);
  expect(received).toHaveLength(2);
  const mail = await smtp.parse(received[0]!);
  expect(mail.subject).toBe('[Test] A sale for Test');
  expect(mail.html).toContain('https://shop.example/sale?a=1&amp;b=2');
  expect(mail.html).not.toContain('/t/');
  expect(messagesTo(emails)).toHaveLength(0);
  const { rows } = await api.owner.query('select from deliveries where campaign_id = $1', [id]);
  expect(rows).toHaveLength(0);
  await expect(send([foreign])).rejects.toThrow('is not a member of this organization');
  await expect(send([emails[0]])).rejects.toThrow('is not a member');
  await expect(send([])).rejects.toMatchObject({ status: 400 });
  await expect(send(addresses(11))).rejects.toMatchObject({ status: 400 });
  await api.owner.query('update users set email_verified_at = null where id = $1', [colleague.userId]);
  await expect(send([other])).rejects.toThrow('has not been confirmed');
});

test('a duplicate is a draft with everything but the time, whatever became of the first', async () => {
  const member = await zoned(api, 'UTC');
  const { id } = await draftOf(api, member);
  itIs(api, '2026-11-25T08:00:00Z');
  await member.call(campaignsRoutes.schedule, { id, plan: { kind: 'at', time: '2026-11-25T09:00' } });
  const scheduled = await get(member, id);
  const copy = await member.call(campaignsRoutes.duplicate, { id });
  expect(copy).toMatchObject({
    name: `Copy of ${scheduled.name}`,
    status: 'draft',
    plan: { kind: 'now' },
    templateId: scheduled.templateId,
    groupIds: scheduled.groupIds,
    senderEmail: scheduled.senderEmail,
  });
  expect(copy.id).not.toBe(id);
  expect(await get(member, id)).toEqual(scheduled);
});

test('links that lead nowhere and attributes that nobody has are told before sending', async () => {
  const member = await api.newOrganization();
  const draft = await draftOf(api, member);
  await member.call(templatesRoutes.update, {
    id: draft.templateId ?? '',
    body: `<a href="">1</a> <a href="#">2</a> <a href="http://localhost:3000/x">3</a> <a href="https://www.example.com/">4</a>
      <a href="https://shop.org/[link]">5</a> <a href="http://">6</a> <a>7</a> <a href="https://shop.org/sale">fine</a>
      <a href="mailto:a@shop.org">fine</a> <a href="#top">fine</a> <a name="top"></a>
      {{ contact.attributes.shoe_size }} <a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
  });
  const { problems } = await member.call(campaignsRoutes.review, { id: draft.id });
  const told = problems.map(({ message }) => message);
  expect(told.filter((message) => message.startsWith('A link'))).toEqual([
    'A link has no URL.',
    'A link goes nowhere: #',
    'A link is not a web address: http://',
  ]);
  expect(told, 'what is left to fill in is one finding').toContain(
    'The message still has placeholders in it: http://localhost:3000/x, https://www.example.com/ and https://shop.org/[link]. Replace them before sending.',
  );
  expect(told.some((message) => message.includes('contact.attributes.shoe_size'))).toBe(true);
  expect(problems.every(({ severity }) => severity !== 'error')).toBe(true);
});
