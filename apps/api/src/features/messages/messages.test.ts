import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactPageRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { type MessageView, messagesRoutes } from '@engagex/domain/messages';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { templatesRoutes } from '@engagex/domain/templates';
import { transportsRoutes } from '@engagex/domain/transports';
import { entriesOf } from '../../testing/audit.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { type Refused, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp((to) => {
    if (to.startsWith('refused')) return { at: 'rcpt', code: 550 };
    if (to.startsWith('busy')) return { at: 'rcpt', code: 451 };
    if (to.startsWith('lost')) return { at: 'answer', code: 'drop' };
    return null;
  });
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const from = { name: 'Shop', address: 'orders@shop.example' };
const one = (name = 'person') => addresses(1, name)[0]!;
const simple = (address: string) => ({ to: { address }, from, subject: 'Your order', text: 'It is on its way.' });

/** What became of a message once nothing more happens to it at once. */
async function settled(member: TestMember, id: string): Promise<MessageView> {
  const open = ['pending', 'claimed', 'submitting'];
  await expect
    .poll(async () => (await member.call(messagesRoutes.get, { id })).state, { timeout: 10_000 })
    .not.toSatisfy((state: string) => open.includes(state));
  return member.call(messagesRoutes.get, { id });
}

/** Posts as a program would, with headers of its own. */
async function post(member: TestMember, body: object, headers: Record<string, string> = {}) {
  const response = await member.fetch('/api/messages', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }; // any JSON
}

const received = (to: string) => smtp.messages.filter((message) => message.to === to);

test('a template with variables, to a contact by its external id, arrives, and its life can be told', async () => {
  const owner = await api.newOrganization();
  const email = one();
  const contact = await owner.call(contactsRoutes.create, { email, firstName: 'Ada', externalId: 'customer-1' });
  const template = await owner.call(templatesRoutes.create, {
    name: 'Order',
    subject: 'Order {{ order.number }}',
    format: 'mjml',
    body: '<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ contact.first_name }}: {{ order.note }} <a href="https://shop.example/o">Order</a></mj-text></mj-column></mj-section></mj-body></mjml>',
  });
  const { id } = await owner.call(messagesRoutes.create, {
    to: { externalId: 'customer-1' },
    from,
    replyTo: { name: 'Help', address: 'help@shop.example' },
    templateId: template.id,
    variables: { order: { number: 'A-1', note: '<b>&' } },
    headers: { 'X-Order': 'A-1', 'In-Reply-To': '<before@shop.example>' },
  });
  const message = await settled(owner, id);
  expect(message).toMatchObject({
    state: 'accepted',
    to: email,
    contactId: contact.id,
    subject: 'Order A-1',
    template: { id: template.id, name: 'Order' },
    by: 'Test person',
    attempts: 1,
    history: [{ state: 'accepted', response: expect.stringContaining('queued'), transport: 'This installation' }],
  });
  const mail = await smtp.parse(received(email)[0]!);
  expect(mail).toMatchObject({ subject: 'Order A-1', messageId: `<${id}@shop.example>` });
  expect(mail.replyTo).toMatchObject([{ address: 'help@shop.example' }]);
  expect(mail.html).toContain('Hello Ada: &lt;b&gt;&amp;');
  expect(mail.html, 'nothing is tracked').toContain('https://shop.example/o');
  const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
  expect(headers.get('x-order')).toBe('A-1');
  expect(headers.has('list-unsubscribe')).toBe(false);
  const { items } = await owner.call(contactPageRoutes.timeline, { id: contact.id });
  expect(items).toContainEqual(
    expect.objectContaining({ kind: 'transactional', messageId: id, subject: 'Order A-1', state: 'accepted' }),
  );
  const { rows } = await api.owner.query('select html, text from messages where id = $1', [id]);
  expect(rows, 'what it said is forgotten').toEqual([{ html: null, text: null }]);
});

test('plain text alone is HTML too, with nothing of it taken for markup', async () => {
  const owner = await api.newOrganization();
  const email = one();
  const { id } = await owner.call(messagesRoutes.create, {
    to: { address: email, name: 'Zoë' },
    from,
    subject: 'Code',
    text: '1 < 2\nYour code: {{ code }}',
    variables: { code: '<42>' },
  });
  await settled(owner, id);
  const mail = await smtp.parse(received(email)[0]!);
  expect(mail.text).toContain('1 < 2\nYour code: <42>');
  expect(mail.html).toContain('1 &lt; 2\nYour code: &lt;42&gt;');
});

test('files travel with it and are gone from the store afterwards', async () => {
  const owner = await api.newOrganization();
  const email = one();
  const content = Buffer.alloc(5 * 1024 * 1024, 'x');
  const { id } = await owner.call(messagesRoutes.create, {
    ...simple(email),
    attachments: [{ name: 'invoice.pdf', contentType: 'application/pdf', content: content.toString('base64') }],
  });
  const folder = join(api.config.FILES_DIR, owner.organizationId, 'messages', id);
  await settled(owner, id);
  const mail = await smtp.parse(received(email)[0]!);
  expect(mail.attachments).toMatchObject([{ filename: 'invoice.pdf', mimeType: 'application/pdf' }]);
  expect(Buffer.from(mail.attachments[0]!.content as ArrayBuffer).equals(content)).toBe(true); // no encoding asked for
  await expect.poll(() => existsSync(folder), { timeout: 15_000 }).toBe(false);
  await expect
    .poll(async () => (await owner.call(messagesRoutes.get, { id })).attachments[0]?.removedAt)
    .toEqual(expect.any(String));
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
  ['refused', 'failed', 'rejected', 550],
  ['busy', 'deferred', null, 451],
  ['lost', 'unknown', null, null],
] as const)('a server that says “%s” makes it %s, in its own words', async ([name, state, reason, code]) => {
  const owner = await api.newOrganization();
  const email = one(name);
  const { id } = await owner.call(messagesRoutes.create, simple(email));
  const message = await settled(owner, id);
  expect(message).toMatchObject({ state, reason, attempts: 1, history: [{ state }] });
  if (code) expect(message.history[0]!.response).toContain(String(code));
  expect(message.history[0]!.nextAttemptAt === null).toBe(state !== 'deferred');
  const before = received(email).length;
  // Its time comes: what was deferred is tried again, what is final never is.
  await api.owner.query(`update messages set due_at = now() where id = $1`, [id]);
  if (state === 'deferred')
    await expect
      .poll(async () => (await owner.call(messagesRoutes.get, { id })).history.length, { timeout: 10_000 })
      .toBe(2);
  else {
    await settled(owner, (await owner.call(messagesRoutes.create, simple(one()))).id);
    expect(received(email)).toHaveLength(before);
  }
});

test('who unsubscribed gets it; bounces, complaints, and what somebody suppressed or erased do not', async () => {
  const owner = await api.newOrganization();
  const reasons = ['unsubscribe', 'hard_bounce', 'complaint', 'manual', 'import'] as const;
  for (const reason of reasons) {
    const email = one();
    await api.owner.query(
      `insert into suppressions (organization_id, address_key, reason, source) values ($1, $2, $3, 'test')`,
      [owner.organizationId, email, reason],
    );
    const { id } = await owner.call(messagesRoutes.create, simple(email.toUpperCase()));
    const { state, reason: why } = await settled(owner, id);
    expect([reason, state, why]).toEqual(
      reason === 'unsubscribe' ? [reason, 'accepted', null] : [reason, 'skipped', 'suppressed'],
    );
  }
});

test('an erased person leaves rows without a person, and gets nothing again, not even what was waiting', async () => {
  const owner = await api.newOrganization();
  const email = one('busy');
  const contact = await owner.call(contactsRoutes.create, { email, firstName: 'Ada' });
  const { id } = await owner.call(messagesRoutes.create, { ...simple(email), attachments: [file('ada.pdf')] });
  expect((await settled(owner, id)).state).toBe('deferred');
  const held = await owner.call(personalDataRoutes.export, { id: contact.id });
  expect(held.data['messages']).toMatchObject([{ id, email, subject: 'Your order', state: 'deferred' }]);
  expect(held.data['message_attempts']).toHaveLength(1);
  expect(held.data['message_attachments']).toMatchObject([{ name: 'ada.pdf' }]);
  await owner.call(personalDataRoutes.erase, { id: contact.id, address: email });
  expect(await owner.call(messagesRoutes.get, { id })).toMatchObject({
    to: '',
    subject: '',
    state: 'skipped',
    reason: 'erased',
    response: null,
    history: [{ response: null }],
    attachments: [{ name: '' }],
  });
  const { rows } = await api.owner.query('select to_jsonb(m)::text as row from messages m where id = $1', [id]);
  expect(rows[0]!.row).not.toContain(email);
  const again = await owner.call(messagesRoutes.create, simple(email));
  expect(await settled(owner, again.id)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
});

const file = (name: string, content = 'plain', contentType = 'application/pdf') => ({
  name,
  contentType,
  content: Buffer.from(content).toString('base64'),
});

test.for([
  ['nobody', { to: {} }, 'Name one person'],
  ['two people', { to: { address: 'a@b.example', externalId: 'x' } }, 'Name one person'],
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

test('a key sends with its scope alone, and reads with another; another organization sees nothing', async () => {
  const owner = await api.newOrganization();
  const keyOf = async (scope: 'messages:send' | 'messages:read') =>
    (await owner.call(apiKeysRoutes.create, { name: `Shop ${scope}`, scopes: [scope] })).secret;
  const [send, read] = [await keyOf('messages:send'), await keyOf('messages:read')];
  const ask = (secret: string, path: string, body?: object) =>
    fetch(new URL(path, api.url), {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const email = one();
  const accepted = await ask(send, '/api/messages', simple(email));
  expect(accepted.status).toBe(202);
  const { id } = (await accepted.json()) as { id: string }; // messageReceipt
  expect((await ask(read, '/api/messages', simple(email))).status).toBe(403);
  expect((await ask(send, `/api/messages/${id}`)).status).toBe(403);
  expect(await (await ask(read, `/api/messages/${id}`)).json()).toMatchObject({ id, by: 'Shop messages:send' });
  const stranger = await api.newOrganization();
  await expect(stranger.call(messagesRoutes.get, { id })).rejects.toMatchObject({
    status: 404,
  } satisfies Partial<Refused>);
  expect((await stranger.call(messagesRoutes.list, {})).items).toEqual([]);
});

test('the list is paged, newest first, and finds by state, contact and the start of an address', async () => {
  const owner = await api.newOrganization();
  const emails = [...addresses(3, 'list'), one('refused')];
  const ids: string[] = [];
  for (const email of emails) ids.push((await owner.call(messagesRoutes.create, simple(email))).id);
  await Promise.all(ids.map((id) => settled(owner, id)));
  const first = await owner.call(messagesRoutes.list, { limit: 3 });
  const rest = await owner.call(messagesRoutes.list, { limit: 3, cursor: first.nextCursor! });
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids.toReversed());
  expect(rest.nextCursor).toBeNull();
  expect((await owner.call(messagesRoutes.list, { state: 'failed' })).items).toMatchObject([{ to: emails[3] }]);
  expect((await owner.call(messagesRoutes.list, { search: 'LIST' })).items).toHaveLength(3);
  expect((await owner.call(messagesRoutes.list, { contactId: randomUUID() })).items).toEqual([]);
  await expect(owner.call(messagesRoutes.list, { cursor: 'x' })).rejects.toMatchObject({ status: 400 });
});

test('a limit of its transport keeps a message waiting, says so, and lets it go when it is lifted', async () => {
  const owner = await api.newOrganization();
  const [transport] = (await owner.call(transportsRoutes.list, {})).items;
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: 1 });
  await settled(owner, (await owner.call(messagesRoutes.create, simple(one()))).id);
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  await expect
    .poll(async () => (await owner.call(messagesRoutes.get, { id })).waitsFor, { timeout: 10_000 })
    .toBe(`transport:${transport!.id}:day`);
  expect(await owner.call(messagesRoutes.get, { id })).toMatchObject({ state: 'pending', attempts: 0, history: [] });
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: null });
  expect((await settled(owner, id)).state).toBe('accepted');
});

test('campaigns leave a tenth of a limit to messages, which do not wait behind them', async () => {
  const owner = await api.newOrganization();
  const [transport] = (await owner.call(transportsRoutes.list, {})).items;
  await settled(owner, (await owner.call(messagesRoutes.create, simple(one()))).id);
  await owner.call(transportsRoutes.limit, { id: transport!.id, perDay: 20 });
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, addresses(30)));
  await owner.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(owner, campaign.id, ({ accepted }) => accepted === 18);
  const report = () => owner.call(campaignsRoutes.report, { id: campaign.id });
  await expect.poll(async () => (await report()).waitsFor, { timeout: 10_000 }).toContain(':day');
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  expect((await settled(owner, id)).state).toBe('accepted');
  expect((await report()).ledger.accepted).toBe(18);
});

test('a transport that cannot be reached uses up no attempt; the message goes to the next one', async () => {
  const owner = await api.newOrganization();
  await owner.call(transportsRoutes.create, {
    transport: { kind: 'smtp', name: 'Away', host: '8.8.8.8', port: 1, security: 'none' },
  });
  await api.owner.query(
    `update transports set host = '127.0.0.1', position = -1 where organization_id = $1 and kind = 'smtp'`,
    [owner.organizationId],
  );
  await api.owner.query(`update transports set is_enabled = true where organization_id = $1`, [owner.organizationId]);
  const { id } = await owner.call(messagesRoutes.create, simple(one()));
  const { state, attempts, history } = await settled(owner, id);
  expect([state, attempts]).toEqual(['accepted', 1]);
  expect(history.at(-1)).toMatchObject({ state: 'accepted', transport: 'This installation' });
});
