import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { transportsRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { createAuthority } from '../../testing/certificates.ts';
import { startScriptedSmtp } from '../../testing/scripted-smtp.ts';
import { startSecureSmtp } from '../../testing/secure-smtp.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

vi.setConfig({ testTimeout: 60_000 });

const authority = createAuthority();
const identity = authority.certify({ hosts: ['127.0.0.1'] });
const trusted = getCACertificates('default');

let api: TestApi;
const servers: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  setDefaultCACertificates([...trusted, authority.cert]);
  api = await startTestApi({ work: true, settings: { PRIVATE_NETWORKS: 'true', DELIVERY_LEASE_SECONDS: '3' } });
});
afterAll(async () => {
  await api.close();
  await Promise.all(servers.map((server) => server.close()));
  setDefaultCACertificates(trusted);
});

const own = (port: number, security: 'starttls' | 'tls', secret: string) => ({
  transport: { kind: 'smtp', name: 'Own server', host: '127.0.0.1', port, security, username: 'shop', secret } as const,
});

async function launchThrough(transport: ReturnType<typeof own>, people: number) {
  const member = await api.newOrganization();
  const { id: transportId } = await member.call(transportsRoutes.create, transport);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, addresses(people)));
  await member.call(campaignsRoutes.launch, { id });
  const untouched = async () =>
    (await member.call(deliveriesRoutes.list, { id })).items.every((d) => d.state === 'pending' && d.attempts === 0);
  return { member, transportId, id, untouched };
}

test.each(['starttls', 'tls'] as const)(
  'a password that is wrong (%s) pauses the campaign and burns nobody; with the right one all of it goes out encrypted',
  async (security) => {
    const tls = security === 'tls' ? 'at once' : 'when asked';
    const server = await startSecureSmtp({ identity, tls, account: { user: 'shop', password: 'correct horse' } });
    servers.push(server);
    const { member, transportId, id, untouched } = await launchThrough(own(server.port, security, 'wrong'), 20);
    const campaign = () => member.call(campaignsRoutes.get, { id });
    await expect.poll(async () => (await campaign()).status, { timeout: 30_000 }).toBe('paused');
    expect((await campaign()).pauseReason).toContain('535 Username and password are not accepted');
    expect(await untouched()).toBe(true);

    await member.call(transportsRoutes.update, { id: transportId, ...own(server.port, security, 'correct horse') });
    await member.call(campaignsRoutes.resume, { id });
    expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 20 });
    expect(server.messages).toHaveLength(20);
    expect(server.messages.every(({ isEncrypted, user }) => isEncrypted && user === 'shop')).toBe(true);
    expect(server.signIns.every(({ isEncrypted }) => isEncrypted)).toBe(true);
  },
);

test.each([
  ['454 4.7.0 Temporary authentication failure', identity],
  ['of a certificate of nobody we trust', createAuthority().certify({ hosts: ['127.0.0.1'] })],
])(
  'a transport that cannot sign in now (%s) rests, and the campaign waits with everybody in it',
  async (why, certificate) => {
    const server = await startScriptedSmtp({
      extensions: ['AUTH PLAIN'],
      tls: { ...certificate, begins: 'at once' },
      on: ({ step }) => (step === 'other' ? why : undefined),
    });
    servers.push(server);
    const { member, id, untouched } = await launchThrough(own(Number(new URL(server.url).port), 'tls', 'secret'), 5);
    const health = async () => (await member.call(transportsRoutes.list)).items.find(({ kind }) => kind === 'smtp');
    await expect.poll(async () => (await health())?.health, { timeout: 30_000 }).toBe('unreachable');
    expect((await health())?.problem).toMatch(/454 4\.7\.0|not from a trusted authority/);
    expect((await member.call(campaignsRoutes.get, { id })).status).toBe('sending');
    await expect.poll(untouched, { timeout: 30_000 }).toBe(true); // now and then one tries whether it can be reached again
    expect(server.messages).toEqual([]);
  },
);
