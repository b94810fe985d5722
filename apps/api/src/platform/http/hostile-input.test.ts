import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiKeysRoutes, invitationsRoutes } from '@engagex/domain/accounts';
import { attributesRoutes, contactsRoutes } from '@engagex/domain/contacts';
import { formsRoutes } from '@engagex/domain/forms';
import type { RouteDefinition } from '@engagex/domain/shared';
import { topicsRoutes } from '@engagex/domain/topics';
import { transportsRoutes } from '@engagex/domain/transports';
import { buildCampaign, buildGroup } from '../../testing/builders.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { signIdentity, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { OpenApi } from '../openapi/openapi.ts';
import { type Choose, type HostileRequest, hostileRequests, usualRequest } from './testing/hostile-requests.ts';

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
const ids = new Map<string, string>();
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
  // Of the builder's it is no hash at all.
  await api.owner.query('update users set password_hash = null where id = $1', [member.userId]);
  const groupId = await buildGroup(api.owner, member, ['ada@example.com']);
  const campaign = await buildCampaign(member, groupId);
  const contact = (await member.call(contactsRoutes.list, {})).items[0];
  const known = {
    groups: groupId,
    campaigns: campaign.id,
    templates: campaign.templateId,
    contacts: contact?.id,
    topics: (await member.call(topicsRoutes.list, {})).items[0]?.id,
    transports: (await member.call(transportsRoutes.list, {})).items[0]?.id,
    forms: (await member.call(formsRoutes.create, { name: 'Footer', wording: 'Yes' })).id,
    attributes: (await member.call(attributesRoutes.create, { name: 'size', label: 'Size', type: 'text' })).id,
    'api-keys': (await member.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:read'] })).id,
    invitations: (await member.call(invitationsRoutes.create, { email: 'eve@example.com', role: 'editor' })).id,
    groupIds: groupId,
  };
  for (const [noun, id] of Object.entries(known)) ids.set(noun, id ?? randomUUID());
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

/** An id that exists, by the noun of the path or the name of the field. */
function idFor(route: RouteDefinition, name: string): string {
  const noun = /^\/api\/([\w-]+)/.exec(route.path)?.[1] ?? '';
  const byField = ids.get(name) ?? ids.get(`${name.replace(/Ids?$/, '')}s`);
  return (name === 'id' ? ids.get(noun) : byField) ?? ids.get(noun) ?? randomUUID();
}

/** Ends the organization, the session or what other requests need; or streams for ever. */
const left = new Set(['organization.delete', 'members.leave', 'members.transfer', 'live.stream']);

async function send({ route, path, body }: HostileRequest): Promise<number> {
  const claims = route.permission === 'public' ? { service: true } : { sub: member.userId, org: member.organizationId };
  const response = await fetch(new URL(path, api.url), {
    method: route.method,
    redirect: 'manual',
    headers: {
      'x-engagex-identity': await signIdentity(claims),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  await response.body?.cancel();
  return response.status;
}

test(`no hostile value anywhere in a request is answered as a fault of ours (seed ${seed})`, async () => {
  const chance = chanceOf('hostile');
  const most = Number(process.env['HOSTILE_VALUES'] ?? 1);
  const always = new Set<unknown>(['\ud800', '\0', 'constructor']);
  const choose: Choose = (values) => {
    const rest = values.filter((value) => !always.has(value));
    const picked = rest.map((value) => ({ value, at: chance() })).toSorted((one, other) => one.at - other.at);
    return [...values.filter((value) => always.has(value)), ...picked.slice(0, most).map(({ value }) => value)];
  };
  const routes = api.app
    .get(OpenApi)
    .routes()
    .filter(({ id, produces }) => !left.has(id) && produces !== 'text/event-stream')
    .toSorted((one, other) => Number(one.method === 'DELETE') - Number(other.method === 'DELETE'));
  const faults: string[] = [];
  for (const route of routes) {
    const requests = hostileRequests(route, (each, name) => idFor(each, name), choose);
    for (let from = 0; from < requests.length; from += 8) {
      const some = requests.slice(from, from + 8);
      const statuses = await Promise.all(some.map(send));
      for (const [index, status] of statuses.entries()) {
        const { path, body } = some[index]!;
        // Too busy is an answer; anything else of ours is not.
        if (status >= 500 && status !== 503)
          faults.push(`${status} ${route.id} ${path.slice(0, 200)} ${body?.slice(0, 500) ?? ''}`);
      }
    }
  }
  expect(faults).toEqual([]);
}, 300_000);

test('fifty requests at once to create the same are one, and refusals', async () => {
  const creating = api.app
    .get(OpenApi)
    .routes()
    .filter(
      ({ status, method, path, upload }) => status === 201 && method === 'POST' && path.startsWith('/api/') && !upload,
    );
  const faults: string[] = [];
  for (const route of creating) {
    const request = usualRequest(route, (name) => idFor(route, name));
    const statuses = await Promise.all(Array.from({ length: 50 }, () => send(request)));
    for (const status of new Set(statuses)) if (status >= 500 && status !== 503) faults.push(`${status} ${route.id}`);
  }
  expect(faults).toEqual([]);
}, 120_000);

test('an upload that is malformed or cut off is refused as such', async () => {
  const uploads = api.app
    .get(OpenApi)
    .routes()
    .filter(({ upload }) => upload);
  const head = 'Content-Disposition: form-data; name="file"; filename="a.csv"';
  const bodies: readonly (readonly [type: string, body: string])[] = [
    ['multipart/form-data; boundary=x', `--x\r\n${head}\r\n\r\nemail\r\nada@example.com`],
    ['multipart/form-data; boundary=x', `--x\r\n${head}`],
    ['multipart/form-data; boundary=x', '--x\r\n: : :\r\n\r\nabc\r\n--x--\r\n'],
    ['multipart/form-data; boundary=x', ''],
    ['multipart/form-data', `--x\r\n${head}\r\n\r\nemail\r\n--x--\r\n`],
    ['multipart/form-data; boundary=', 'abc'],
    ['multipart/form-data; boundary=x', `--y\r\n${head}\r\n\r\nemail\r\n--y--\r\n`],
    ['multipart/form-data; boundary=x', `--x\r\n${head.replace('a.csv', '\ud800')}\r\n\r\nemail\r\n--x--\r\n`],
  ];
  expect(uploads.length).toBeGreaterThan(0);
  for (const { method, path, id } of uploads) {
    for (const [type, body] of bodies) {
      const response = await member.fetch(path, { method, headers: { 'content-type': type }, body });
      const answer = `${response.status} ${id} ${type} ${JSON.stringify(body)}`;
      expect(response.status < 500, answer).toBe(true);
      await response.body?.cancel();
    }
  }
});

test('half a character is refused, not stored as another text', async () => {
  const contact = { email: 'half@example.com', firstName: 'Ada\ud800' };
  await expect(member.call(contactsRoutes.create, contact)).rejects.toMatchObject({ status: 400 });
  await expect(member.call(contactsRoutes.list, { search: 'a\0' })).rejects.toMatchObject({ status: 400 });
  expect(await member.call(contactsRoutes.create, { ...contact, firstName: 'Ada 👩‍🚀' })).toMatchObject({
    firstName: 'Ada 👩‍🚀',
  });
});
