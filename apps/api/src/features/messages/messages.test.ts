import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import { contactPageRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { messagesRoutes } from '@engagex/domain/messages';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses } from '../../testing/builders.ts';
import { faultOf, file, from, one, settled, simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { type Refused, startTestApi, type TestApi } from '../../testing/test-api.ts';

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
