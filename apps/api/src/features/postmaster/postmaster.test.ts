import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PostmasterCredentials, postmasterRoutes } from '@engagex/domain/postmaster';
import { runInScope } from '@engagex/tenancy';
import { startPostmaster } from '../../../../../tools/stand-ins/postmaster/server.ts';
import { own } from '../../testing/reports.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { PostmasterService } from './postmaster.service.ts';

let google: Awaited<ReturnType<typeof startPostmaster>>;
let api: TestApi;
beforeAll(async () => {
  google = await startPostmaster();
  api = await startTestApi({ settings: { POSTMASTER_URL: google.apiUrl, GOOGLE_TOKEN_URL: google.tokenUrl } });
});
afterAll(async () => {
  await api.close();
  await google.close();
});

let count = 0;
async function ownerOf(...registered: readonly boolean[]): Promise<{ member: TestMember; domains: string[] }> {
  const member = await api.newOrganization();
  const domains: string[] = [];
  for (const isRegistered of registered) {
    count += 1;
    const domain = `read${String(count).padStart(3, '0')}.example`;
    await own(api.owner, member, domain);
    if (isRegistered)
      google.domains.set(domain, {
        needsWork: ['ONE_CLICK_UNSUBSCRIBE'],
        spamRates: { '2026-11-28': 0.0012, '2026-11-27': 0 },
      });
    domains.push(domain);
  }
  return { member, domains };
}

const serviceAccount = () => ({ kind: 'service_account', key: google.keyFile }) as const;

/** As if a day were over. */
async function fetchAgain({ organizationId }: TestMember): Promise<void> {
  const { rows } = await api.owner.query<{ id: string }>(
    `update postmaster_accounts set next_fetch_at = now() - interval '1 second' where organization_id = $1 returning id`,
    [organizationId],
  );
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(PostmasterService).run(rows[0]!.id),
  );
}

test('the key of a service account reads compliance and spam rates of the verified domains it has access to', async () => {
  const { member, domains } = await ownerOf(true, false, true);
  const saved = await member.call(postmasterRoutes.save, { credentials: serviceAccount() });
  expect(saved.account).toMatchObject({
    kind: 'service_account',
    name: 'reader@project.iam.gserviceaccount.com',
    problem: null,
  });
  expect(saved.domains.map(({ domain, access }) => [domain, access])).toEqual([
    [domains[0], 'granted'],
    [domains[1], 'not_registered'],
    [domains[2], 'granted'],
  ]);
  const [first] = saved.domains;
  expect(first?.spamRates).toEqual([
    { day: '2026-11-27', rate: 0 },
    { day: '2026-11-28', rate: 0.0012 },
  ]);
  expect(first?.compliance).toHaveLength(11);
  expect(first?.compliance.filter(({ isMet }) => !isMet)).toEqual([
    { requirement: 'one_click_unsubscribe', isMet: false },
  ]);
  const { rows } = await api.owner.query<{ kept: string }>(
    `select encode(credentials_encrypted, 'escape') as kept from postmaster_accounts where organization_id = $1`,
    [member.organizationId],
  );
  expect(rows[0]!.kept).not.toContain('PRIVATE KEY');
});

test('a refresh token does as well, and what Google refuses is told and not kept', async () => {
  const { member } = await ownerOf(true);
  const { id: clientId, secret: clientSecret } = google.client;
  const token = { kind: 'refresh_token', clientId, clientSecret, refreshToken: google.state.refreshToken } as const;
  const save = (credentials: PostmasterCredentials) => member.call(postmasterRoutes.save, { credentials });
  await expect(save({ ...token, refreshToken: 'old' })).rejects.toMatchObject({
    problem: { code: 'postmaster.refused', detail: expect.stringContaining('Token has been expired or revoked') },
  });
  await expect(save({ kind: 'service_account', key: '{"type":"authorized_user"}' })).rejects.toMatchObject({
    problem: { code: 'postmaster.invalid-key' },
  });
  const other = await startPostmaster();
  await expect(save({ kind: 'service_account', key: other.keyFile })).rejects.toMatchObject({
    problem: { detail: expect.stringContaining('Invalid JWT Signature') },
  });
  await other.close();
  expect((await member.call(postmasterRoutes.get)).account).toBeNull();
  expect((await save(token)).account).toMatchObject({ kind: 'refresh_token', name: clientId });
});

test('a day later it is read again; what fails is told, and what was read stays', async () => {
  const { member, domains } = await ownerOf(true);
  await member.call(postmasterRoutes.save, { credentials: serviceAccount() });
  google.domains.set(domains[0]!, { spamRates: { '2026-11-29': 0.004 } });
  await fetchAgain(member);
  const rates = async () => (await member.call(postmasterRoutes.get)).domains[0]?.spamRates;
  expect(await rates()).toEqual([{ day: '2026-11-29', rate: 0.004 }]);
  google.state.isRevoked = true;
  await fetchAgain(member);
  const { account } = await member.call(postmasterRoutes.get);
  expect(account).toMatchObject({
    problem: expect.stringContaining('Google refused the credentials'),
    failingSince: expect.any(String),
  });
  expect(await rates()).toHaveLength(1);
  google.state.isRevoked = false;
  google.state.isDown = true;
  await fetchAgain(member);
  expect((await member.call(postmasterRoutes.get)).account).toMatchObject({
    problem: expect.stringContaining('503'),
    failingSince: account!.failingSince,
  });
  google.state.isDown = false;
  await fetchAgain(member);
  expect((await member.call(postmasterRoutes.get)).account).toMatchObject({ problem: null, failingSince: null });
});

test('whoever comes second finds it read, and deleting forgets the key and what was read', async () => {
  const { member } = await ownerOf(true);
  await member.call(postmasterRoutes.save, { credentials: serviceAccount() });
  await fetchAgain(member);
  const { rows } = await api.owner.query<{ id: string }>(
    'select id from postmaster_accounts where organization_id = $1',
    [member.organizationId],
  );
  const before = google.state.calls;
  await runInScope({ organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app.get(PostmasterService).run(rows[0]!.id),
  );
  expect(google.state.calls).toBe(before);
  await member.call(postmasterRoutes.delete);
  expect(await member.call(postmasterRoutes.get)).toEqual({ account: null, domains: [] });
});

test('whoever manages domains is told once that Google refuses the credentials, and once that they work again', async () => {
  const { member } = await ownerOf(true);
  const admin = await api.newMember(member.organizationId, 'admin');
  await api.newMember(member.organizationId, 'campaign_manager');
  const told = async () => {
    const { rows } = await api.owner.query<{ told: string }>(
      `select n.kind || ' ' || m.role as told from notifications n join memberships m using (organization_id, user_id)
       where n.organization_id = $1 and n.content_type = 'postmaster_account' order by n.id, m.role`,
      [member.organizationId],
    );
    return rows.map((row) => row.told).toSorted();
  };
  /** There is no worker here. */
  const mailed = () =>
    api.owner.query(`update notifications set state = 'accepted' where organization_id = $1 and state = 'pending'`, [
      member.organizationId,
    ]);
  await member.call(postmasterRoutes.save, { credentials: serviceAccount() });
  google.state.isDown = true;
  await fetchAgain(member);
  expect(await told()).toEqual([]); // it is asked again by itself
  google.state.isDown = false;
  google.state.isRevoked = true;
  await fetchAgain(member);
  await fetchAgain(member);
  const failed = ['postmaster_failed admin', 'postmaster_failed owner'];
  expect(await told()).toEqual(failed);
  await mailed();
  google.state.isRevoked = false;
  await fetchAgain(member);
  await fetchAgain(member);
  expect(await told()).toEqual([...failed, 'postmaster_mended admin', 'postmaster_mended owner']);

  google.state.isRevoked = true;
  await fetchAgain(member);
  await mailed();
  google.state.isRevoked = false;
  await admin.call(postmasterRoutes.save, { credentials: serviceAccount() });
  const mended = (await told()).filter((each) => each.startsWith('postmaster_mended'));
  expect(mended).toEqual(['postmaster_mended admin', 'postmaster_mended owner', 'postmaster_mended owner']);
});
