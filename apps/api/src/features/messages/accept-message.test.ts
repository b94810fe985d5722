import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { templatesRoutes } from '@engagex/domain/templates';
import { entriesOf } from '../../testing/audit.ts';
import { faultOf, file, one, post, settled, simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp(faultOf);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

test('one key is one message: the same body the same answer, another body a conflict, after a day anew', async () => {
  const owner = await api.newOrganization();
  const email = one();
  const key = { 'idempotency-key': randomUUID() };
  const body = simple(email);
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(owner, body, key)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const [first] = answers;
  for (const { answer } of answers) expect(answer).toEqual(first!.answer);
  const { text, ...rest } = body;
  expect((await post(owner, { text, ...rest }, key)).answer, 'in another order').toEqual(first!.answer);
  const other = await post(owner, { ...body, subject: 'Another' }, key);
  expect([other.status, other.answer['code']]).toEqual([409, 'message.idempotency-key']);
  expect(other.answer['detail']).toContain('Use a new key');
  const stranger = await api.newOrganization();
  expect((await post(stranger, { ...body, subject: 'Another' }, key)).status, 'keys are an organization’s').toBe(202);
  await settled(owner, String(first!.answer['id']));
  const deeds = (await entriesOf(api.owner, owner.organizationId)).filter(({ action }) => action === 'messages.create');
  expect(deeds).toHaveLength(1);
  expect(JSON.stringify(deeds)).not.toContain(email);

  await api.owner.query(`update messages set created_at = created_at - interval '25 hours' where id = $1`, [
    first!.answer['id'],
  ]);
  const later = await post(owner, { ...body, subject: 'Another' }, key);
  expect(later.status).toBe(202);
  expect(later.answer['id']).not.toBe(first!.answer['id']);
});

test('of two requests under one key at the same moment, one message and one entry of the audit log come', async () => {
  const owner = await api.newOrganization();
  const key = { 'idempotency-key': randomUUID() };
  const deeds = async () =>
    (await entriesOf(api.owner, owner.organizationId)).filter(({ action }) => action === 'messages.create');
  const first = await post(owner, simple(one()), key);
  await settled(owner, String(first.answer['id']));
  await api.owner.query(`update messages set created_at = created_at - interval '25 hours' where id = $1`, [
    first.answer['id'],
  ]);
  const holder = await api.owner.connect();
  await holder.query('begin');
  await holder.query('select from messages where id = $1 for update', [first.answer['id']]);
  const body = simple(one('twice'));
  const both = [post(owner, body, key), post(owner, body, key)]; // each gives the key free before it takes it
  const waiting = `select count(*)::int as waiting from pg_locks where not granted and locktype in ('transactionid', 'tuple')`;
  await expect.poll(async () => (await api.owner.query<{ waiting: number }>(waiting)).rows[0]?.waiting).toBe(2);
  await holder.query('commit');
  holder.release();
  const [won, lost] = await Promise.all(both);
  expect([won?.status, lost?.status, lost?.answer]).toEqual([202, 202, won?.answer]);
  expect(await deeds()).toHaveLength(2); // the first, and one for both
  expect((await deeds()).filter(({ objectId }) => objectId === null)).toEqual([]);
});

test('of many requests with files under one key, only the files of the one that counts are kept', async () => {
  const owner = await api.newOrganization();
  const body = {
    ...simple(one('busy')),
    attachments: [{ name: 'a.txt', contentType: 'text/plain', content: Buffer.from('a').toString('base64') }],
  };
  const key = { 'idempotency-key': 'with files' };
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(owner, body, key)));
  const ids = new Set(answers.map(({ answer }) => answer['id']));
  expect(ids.size).toBe(1);
  const { rows } = await api.owner.query(
    'select message_id as id from message_attachments where organization_id = $1 and removed_at is null',
    [owner.organizationId],
  );
  expect(rows).toEqual([{ id: [...ids][0] }]);
});

test.for([
  ['nobody', { to: {} }, 'Give one person'],
  ['two people', { to: { address: 'a@b.example', externalId: 'x' } }, 'Give one person'],
  ['no address', { to: { address: 'ada' } }, '@'],
  ['nothing to say', { text: undefined }, 'html, text or both'],
  ['no subject', { subject: undefined }, 'Enter a subject'],
  ['a template and text', { templateId: randomUUID() }, 'not both'],
  ['a subject of two lines', { subject: 'a\r\nBcc: x@y.example' }, 'line breaks'],
  ['another header', { headers: { Bcc: 'x@y.example' } }, 'Bcc cannot be set'],
  ['a header for the provider', { headers: { 'X-SMTPAPI': '{}' } }, 'X-SMTPAPI cannot be set'],
  ['a header of two lines', { headers: { 'X-A': 'a\r\nBcc: x@y.example' } }, 'line breaks'],
  ['one header twice', { headers: { 'X-A': '1', 'x-a': '2' } }, 'once'],
  ['variables of ours', { variables: { contact: {} } }, 'other names'],
  ['too many variables', { variables: { a: 'x'.repeat(100_001) } }, '100 kB'],
  ['broken Liquid', { text: 'Hello {{ name' }, 'not closed'],
  ['endless Liquid', { text: '{% for i in (1..9999999) %}x{% endfor %}' }, 'limit'],
  ['an empty subject', { subject: '{{ nothing }}' }, 'The subject is empty'],
  ['no base64', { attachments: [{ name: 'a.pdf', content: '***' }] }, 'not base64'],
  ['an empty file', { attachments: [file('a.pdf', '')] }, 'is empty'],
  ['a program', { attachments: [file('setup.exe')] }, '.exe can be run'],
  ['a program with a dot', { attachments: [file('Setup.EXE. ')] }, '.exe can be run'],
  ['a program in disguise', { attachments: [file('bill.pdf', 'MZ\u0090')] }, 'is a program'],
  ['a file elsewhere', { attachments: [file('../../etc/passwd')] }, 'slashes'],
  ['a message in a message', { attachments: [file('a.eml', 'x', 'message/rfc822')] }, 'media type'],
  ['eleven files', { attachments: Array.from({ length: 11 }, (_, n) => file(`${n}.txt`)) }, 'at most 10 files'],
  ['eight megabytes', { attachments: [file('a.pdf', 'x'.repeat(8 * 1024 * 1024))] }, 'at most 7 MB'],
] as const)('bad input: %s is refused in words', async ([, change, words]) => {
  const owner = await api.newOrganization();
  const { status, answer } = await post(owner, { ...simple('ada@example.com'), ...change });
  expect(status).toBe(400);
  expect(JSON.stringify(answer)).toContain(words);
  const { rows } = await api.owner.query('select from messages where organization_id = $1', [owner.organizationId]);
  expect(rows).toEqual([]);
});

test('what is too large altogether, or goes to nobody here, is refused too', async () => {
  const owner = await api.newOrganization();
  const huge = await post(owner, { ...simple('ada@example.com'), html: 'x'.repeat(13 * 1024 * 1024) });
  expect([huge.status, huge.answer['code']]).toEqual([413, 'input.too-large']);
  const { from: _, ...withoutSender } = simple('ada@example.com');
  expect((await post(owner, withoutSender)).answer['code']).toBe('message.sender');
  const send = (to: object) => post(owner, { ...simple(''), to });
  expect((await send({ externalId: 'nobody' })).answer['code']).toBe('contact.not-found');
  const stranger = await api.newOrganization();
  const theirs = await stranger.call(contactsRoutes.create, { email: one() });
  expect((await send({ contactId: theirs.id })).status, 'of another organization').toBe(404);
  const byPhone = await owner.call(contactsRoutes.create, { phone: '+442079460000' });
  expect((await send({ contactId: byPhone.id })).answer['code']).toBe('message.no-address');
  const template = await owner.call(templatesRoutes.create, {
    name: 'Bulk',
    subject: 'Sale',
    format: 'html',
    body: '<a href="{{ unsubscribe_url }}">Unsubscribe</a>',
  });
  const { text: __, ...rest } = simple('ada@example.com');
  const bulk = await post(owner, { ...rest, templateId: template.id });
  expect([bulk.status, bulk.answer['code']]).toEqual([400, 'message.template']);
  const empty = await post(owner, simple('ada@example.com'), { 'idempotency-key': 'x'.repeat(201) });
  expect(empty.status).toBe(400);
});
