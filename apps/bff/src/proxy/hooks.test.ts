import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EventHookInput, eventHooksRoutes } from '@engagex/domain/provider-events';
import { transportsRoutes } from '@engagex/domain/transports';
import { sendGridEvent, startSigning } from '../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff({ HOOK_LIMIT: '5' });
});
afterAll(() => bff.close());

const deliveryId = '019abcde-0000-7000-8000-000000000001';
const server = { kind: 'smtp' as const, name: 'Relay', host: '127.0.0.1', port: 25, security: 'none' as const };

async function newHook(hook: EventHookInput) {
  const owner = await bff.api.newOrganization();
  const { id } = await owner.call(transportsRoutes.create, { transport: server });
  const saved = await owner.call(eventHooksRoutes.save, { id, hook });
  const post = (body: string, headers: Readonly<Record<string, string>>) =>
    bff.visitor().send(new URL(saved.url).pathname, {
      method: 'POST',
      headers: {
        'sec-fetch-site': 'cross-site',
        origin: 'https://provider.example',
        cookie: 'engagex=forged',
        ...headers,
      },
      body,
    });
  return { ...saved, post };
}

test('the bytes that a provider signed reach the API as they were, whatever their type, and without a session', async () => {
  const signing = startSigning();
  const hook = await newHook({ provider: 'sendgrid', verificationKey: signing.verificationKey });
  const { body } = signing.sign([sendGridEvent('delivered', deliveryId, { response: '250 zoë \\u00eb' })]);
  const { headers } = signing.signBody(` ${body}\r\n\r\n`);
  for (const type of [
    'application/json',
    'text/plain; charset=UTF-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ]) {
    const answer = await hook.post(` ${body}\r\n\r\n`, { ...headers, 'content-type': type });
    expect([type, answer.status, answer.headers.getSetCookie()]).toEqual([type, 200, []]);
  }
});

test('a password in the URL reaches the API, and nothing that a client says of itself', async () => {
  const hook = await newHook({ provider: 'postmark' });
  const body = JSON.stringify({ RecordType: 'Delivery', MessageID: 'pm-1', Metadata: { delivery_id: deliveryId } });
  const authorization = `Basic ${btoa(`engagex:${hook.secret}`)}`;
  const statusOf = async (headers: Record<string, string>) => (await hook.post(body, headers)).status;
  expect(await statusOf({ authorization })).toBe(200);
  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ authorization: `Basic ${btoa('engagex:wrong')}` })).toBe(401);
});

test('what is too large or too often is refused as problem details', async () => {
  const hook = await newHook({ provider: 'webhook' });
  const large = await hook.post('x'.repeat(5 * 1024 * 1024), {});
  expect([large.status, large.headers.get('content-type')]).toEqual([
    413,
    expect.stringContaining('application/problem+json'),
  ]);
  for (let time = 1; time < 5; time += 1) expect((await hook.post('{}', {})).status).toBe(403);
  const often = await hook.post('{}', {});
  expect([often.status, often.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
});
