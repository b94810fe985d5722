import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { type EventHookInput, eventHooksRoutes, type SavedEventHook } from '@engagex/domain/provider-events';
import { transportsRoutes } from '@engagex/domain/transports';
import {
  sendGridEvent,
  type SignedRequest,
  startSigning,
} from '../../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
/** Messages that went out, and who got them. */
let sent: { id: string; email: string }[];
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(12)));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ closed }) => closed);
  const { rows } = await api.owner.query<{ id: string; email: string }>(
    'select id, address as email from deliveries where campaign_id = $1',
    [campaign.id],
  );
  sent = rows;
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const signing = startSigning();
const sendGridHook: EventHookInput = { provider: 'sendgrid', verificationKey: signing.verificationKey };

/** A transport with a webhook, and how its provider calls that. */
async function newHook(hook: EventHookInput, of = member) {
  const server = {
    kind: 'smtp' as const,
    name: 'Relay',
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none' as const,
  };
  const transport = await of.call(transportsRoutes.create, { transport: server });
  const saved = await of.call(eventHooksRoutes.save, { id: transport.id, hook });
  return { ...saved, post: (request: SignedRequest) => post(new URL(saved.url).pathname, request) };
}

async function post(path: string, { body, headers }: SignedRequest) {
  const response = await fetch(new URL(path, api.url), { method: 'POST', body, headers });
  const answer = (await response.json()) as Record<string, unknown>; // a result or a problem
  return { ...answer, status: response.status, mediaType: response.headers.get('content-type') };
}

async function storedOf({ id }: Pick<SavedEventHook, 'id'>) {
  const { rows } = await api.owner.query<{ delivery_id: string; outcome: string | null; payload: string }>(
    'select delivery_id, outcome, payload from provider_events where hook_id = $1 order by id',
    [id],
  );
  return rows;
}

const settled = (hook: Pick<SavedEventHook, 'id'>) =>
  expect.poll(async () => (await storedOf(hook)).every(({ outcome }) => outcome !== null)).toBe(true);
const viewOf = async ({ id }: SavedEventHook) =>
  (await member.call(eventHooksRoutes.list, {})).items.find((each) => each.id === id);
const one = (index: number) => sent[index]?.id ?? '';

test('a batch is stored once, however often, in whatever order and with whatever company it comes', async () => {
  const hook = await newHook(sendGridHook);
  expect(await viewOf(hook)).toMatchObject({ lastEventAt: null, received: 0 });
  const delivered = sendGridEvent('delivered', one(0), { response: '250 OK' });
  const bounce = sendGridEvent('bounce', one(1), { type: 'bounce', status: '5.1.1', reason: '550 5.1.1 No such user' });
  const opened = sendGridEvent('open', one(0));
  const elsewhere = { ...sendGridEvent('delivered', ''), delivery_id: 'order-77', 'smtp-id': '<x@elsewhere.example>' };
  const first = await hook.post(signing.sign([bounce, opened, delivered, elsewhere, bounce]));
  expect(first).toMatchObject({ status: 200, stored: 2, repeated: 1, ignored: 2 });
  const again = await hook.post(signing.sign([delivered, bounce]));
  expect(again).toMatchObject({ status: 200, stored: 0, repeated: 2, ignored: 0 });
  await settled(hook);
  expect((await storedOf(hook)).map(({ outcome }) => outcome)).toEqual(['reported', 'reported']);
  expect(await viewOf(hook)).toMatchObject({ received: 2, ignored: 1, foreign: 1, lastEventAt: expect.any(String) });
});

test('an organization’s provider says nothing about what others sent', async () => {
  const stranger = await api.newOrganization();
  const hook = await newHook(sendGridHook, stranger);
  expect(await hook.post(signing.sign([sendGridEvent('bounce', one(2))]))).toMatchObject({ status: 200, stored: 1 });
  await settled(hook);
  expect(await storedOf(hook)).toMatchObject([{ outcome: 'foreign', payload: '' }]);
});

test('whoever unsubscribes at the provider is unsubscribed', async () => {
  const hook = await newHook(sendGridHook);
  await hook.post(signing.sign([sendGridEvent('group_unsubscribe', one(3))]));
  await settled(hook);
  const { items } = await member.call(contactsRoutes.list, { search: sent[3]?.email ?? '' });
  expect(items[0]?.subscription).toBe('unsubscribed');
});

test('what is not signed, not JSON, too large or for no webhook is refused in words, and nothing of it is stored', async () => {
  const hook = await newHook(sendGridHook);
  const path = new URL(hook.url).pathname;
  const good = signing.sign([sendGridEvent('delivered', one(4))]);
  const wrong = startSigning().signBody(good.body);
  const refusals: readonly [string, SignedRequest, string, number, string][] = [
    ['another key', wrong, path, 403, 'provider-event.wrong-signature'],
    ['no signature', { ...good, headers: {} }, path, 403, 'provider-event.wrong-signature'],
    [
      'changed',
      { ...good, body: good.body.replace('delivered', 'bounce') },
      path,
      403,
      'provider-event.wrong-signature',
    ],
    ['not JSON', signing.signBody('{nope'), path, 400, 'provider-event.not-json'],
    ['no list', signing.signBody('{}'), path, 400, 'provider-event.not-json'],
    ['empty', signing.signBody(''), path, 400, 'provider-event.not-json'],
    ['deep', signing.signBody(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), path, 400, 'provider-event.not-json'],
    ['too large', signing.signBody(`["${'x'.repeat(4 * 1024 * 1024)}"]`), path, 413, 'input.too-large'],
    ['no webhook', good, `/hooks/sendgrid/${randomUUID()}`, 404, 'event-hook.not-found'],
    ['no id', good, '/hooks/sendgrid/nobody', 404, 'event-hook.not-found'],
    ['another provider', good, path.replace('sendgrid', 'mailgun'), 404, 'event-hook.not-found'],
    ['no provider', good, path.replace('sendgrid', 'toString'), 404, 'event-hook.not-found'],
  ];
  for (const [what, request, to, status, code] of refusals) {
    const answer = await post(to, request);
    expect([what, answer.status, 'code' in answer ? answer.code : '']).toEqual([what, status, code]);
    expect(answer.mediaType).toContain('application/problem+json');
  }
  expect(await storedOf(hook)).toEqual([]);
});

test('text that PostgreSQL cannot hold is no reason to lose an event', async () => {
  const hook = await newHook(sendGridHook);
  const body = `[{"event":"bounce","delivery_id":"${one(5)}","sg_event_id":"a\\u0000b","reason":"x\\u0000\\ud800","email":7}]`;
  expect(await hook.post(signing.signBody(body))).toMatchObject({ status: 200, stored: 1 });
  await settled(hook);
  expect((await storedOf(hook))[0]?.outcome).toBe('reported');
});

test('a webhook that was deleted, or whose transport was, takes nothing any more', async () => {
  const hook = await newHook(sendGridHook);
  const request = signing.sign([sendGridEvent('delivered', one(6))]);
  await hook.post(request);
  await member.call(eventHooksRoutes.delete, { id: hook.id });
  expect((await hook.post(request)).status).toBe(404);
  const other = await newHook(sendGridHook);
  await member.call(transportsRoutes.delete, { id: other.id });
  expect((await other.post(request)).status).toBe(404);
});

const signOwn = (secret: string, body: string, at = Math.floor(Date.now() / 1_000)): SignedRequest => ({
  body,
  headers: {
    'webhook-timestamp': String(at),
    'webhook-signature': `v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
  },
});

test('any provider can report through the signed webhook, and its secret is shown once', async () => {
  const hook = await newHook({ provider: 'webhook' });
  const secret = hook.secret ?? '';
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect((await member.call(eventHooksRoutes.save, { id: hook.id, hook: { provider: 'webhook' } })).secret).toBeNull();
  const at = new Date().toISOString();
  const events = [
    {
      id: 'e1',
      type: 'bounced',
      at,
      deliveryId: one(7),
      status: '5.2.2',
      code: 552,
      words: 'Mailbox full',
      class: 'full',
    },
    { id: 'e2', type: 'delivered', at, messageId: `<${one(8)}@shop.example>` },
    { id: 'e3', type: 'delivered', at, messageId: '<invoice-7@elsewhere.example>' },
  ];
  const body = JSON.stringify({ events });
  expect(await hook.post(signOwn(secret, body))).toMatchObject({ status: 200, stored: 2, repeated: 0, ignored: 1 });
  expect(await hook.post(signOwn(secret, body))).toMatchObject({ status: 200, stored: 0, repeated: 2 });
  await settled(hook);
  const old = Math.floor(Date.now() / 1_000) - 25 * 3_600;
  expect(await hook.post(signOwn(secret, body, old))).toMatchObject({ status: 403 });
  expect(await hook.post(signOwn('another', body))).toMatchObject({ status: 403 });
  const nameless = JSON.stringify({ events: [{ id: 'e4', type: 'delivered', at }] });
  expect(await hook.post(signOwn(secret, nameless))).toMatchObject({ status: 400, code: 'input.invalid' });
  const renewed = await member.call(eventHooksRoutes.renewSecret, { id: hook.id });
  expect((await hook.post(signOwn(secret, body))).status).toBe(403);
  expect((await hook.post(signOwn(renewed.secret ?? '', body))).status).toBe(200);
});

test('a key that is no verification key is refused where it is entered', async () => {
  await expect(newHook({ provider: 'sendgrid', verificationKey: 'SG.abc' })).rejects.toMatchObject({ status: 400 });
  await expect(newHook({ provider: 'sendgrid', verificationKey: 'QUJD' })).rejects.toMatchObject({
    problem: { errors: [{ path: ['hook', 'verificationKey'] }] },
  });
});
