import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  invitationsRoutes,
  invitedRoutes,
  membersRoutes,
  organizationRoutes,
  type Role,
  roles,
} from '@engagex/domain/accounts';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const refusedByServer = 'refused-invitation@example.com';
let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp((to) => (to === refusedByServer ? { at: 'rcpt', code: 550 } : null));
  api = await startTestApi({ settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

/** The secret of the newest link that was mailed to somebody. */
async function tokenFor(email: string): Promise<string> {
  const message = smtp.messages.findLast(({ to }) => to === email);
  const text = message && (await smtp.parse(message)).text;
  const token = /\/invitation#([\w-]+)/.exec(text ?? '')?.[1];
  if (!token) throw new Error(`No invitation reached ${email}.`);
  return token;
}

async function memberIdOf(owner: TestMember, userId: string): Promise<string> {
  const { items } = await owner.call(membersRoutes.list, {});
  return items.find((member) => member.userId === userId)?.id ?? '';
}

async function ownersOf({ organizationId }: TestMember): Promise<number> {
  const { rows } = await api.owner.query<{ n: number }>(
    `select count(*)::int as n from memberships where organization_id = $1 and role = 'owner'`,
    [organizationId],
  );
  return rows[0]?.n ?? 0;
}

test('an invited person signs up through the link of the mail, once', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1, 'invited');
  const invitation = await owner.call(invitationsRoutes.create, { email, role: 'editor' });
  expect(invitation).toMatchObject({ email, role: 'editor', invitedBy: 'Test person', problem: null });
  expect(invitation.sentAt).not.toBeNull();
  const token = await tokenFor(email);
  expect(await api.asService(invitedRoutes.view, { token })).toMatchObject({
    organizationId: owner.organizationId,
    email,
    role: 'editor',
    hasAccount: false,
  });
  const session = await api.asService(invitedRoutes.signUp, { token, name: 'New person', password: 'long enough' });
  expect(session).toMatchObject({ user: { email }, organizations: [{ id: owner.organizationId, role: 'editor' }] });
  expect((await owner.call(invitationsRoutes.list, {})).items).toEqual([]);
  const again = api.asService(invitedRoutes.signUp, { token, name: 'New person', password: 'long enough' });
  await expect(again).rejects.toMatchObject({ status: 404, problem: { code: 'invitation.unusable' } });
});

test('the link is stored only as a hash', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1, 'hashed');
  await owner.call(invitationsRoutes.create, { email, role: 'analyst' });
  const token = await tokenFor(email);
  const { rows } = await api.owner.query<{ stored: string }>(
    `select row_to_json(i)::text as stored from invitations i where organization_id = $1`,
    [owner.organizationId],
  );
  expect(rows[0]?.stored).toContain(email);
  expect(rows[0]?.stored).not.toContain(token);
  expect(rows[0]?.stored).not.toContain(Buffer.from(token).toString('hex'));
});

test('somebody signed in with another address is asked first; fifty acceptances make one membership', async () => {
  const owner = await api.newOrganization();
  const someone = await api.newOrganization();
  const [email = ''] = addresses(1, 'other');
  await owner.call(invitationsRoutes.create, { email, role: 'campaign_manager' });
  const token = await tokenFor(email);
  await expect(someone.call(invitationsRoutes.accept, { token })).rejects.toMatchObject({
    status: 409,
    problem: { code: 'invitation.other-address' },
  });
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, () => someone.call(invitationsRoutes.accept, { token, asMyself: true })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { items } = await owner.call(membersRoutes.list, {});
  expect(items.filter(({ userId }) => userId === someone.userId)).toMatchObject([{ role: 'campaign_manager' }]);
});

test('a link that was taken back, replaced, expired or invented opens nothing', async () => {
  const owner = await api.newOrganization();
  const [revoked = '', replaced = '', expired = ''] = addresses(3, 'closed');
  const refused = { status: 404, problem: { code: 'invitation.unusable' } };
  const view = (token: string) => api.asService(invitedRoutes.view, { token });

  const first = await owner.call(invitationsRoutes.create, { email: revoked, role: 'editor' });
  await owner.call(invitationsRoutes.revoke, { id: first.id });
  await expect(view(await tokenFor(revoked))).rejects.toMatchObject(refused);

  const second = await owner.call(invitationsRoutes.create, { email: replaced, role: 'editor' });
  const old = await tokenFor(replaced);
  await expect(owner.call(invitationsRoutes.resend, { id: second.id })).rejects.toMatchObject({ status: 429 });
  await api.owner.query(`update invitations set updated_at = now() - interval '2 minutes' where id = $1`, [second.id]);
  await owner.call(invitationsRoutes.resend, { id: second.id });
  await expect(view(old)).rejects.toMatchObject(refused);
  expect(await view(await tokenFor(replaced))).toMatchObject({ email: replaced });

  const third = await owner.call(invitationsRoutes.create, { email: expired, role: 'editor' });
  await api.owner.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [third.id]);
  await expect(view(await tokenFor(expired))).rejects.toMatchObject(refused);
  const { items } = await owner.call(invitationsRoutes.list, {});
  expect(items.find(({ id }) => id === third.id)?.isExpired).toBe(true);
  await owner.call(invitationsRoutes.create, { email: expired, role: 'analyst' }); // makes room for a new one
  expect(await view(await tokenFor(expired))).toMatchObject({ role: 'analyst' });
  await expect(view('x'.repeat(43))).rejects.toMatchObject(refused);
});

test('nobody is invited twice, and no member is invited', async () => {
  const owner = await api.newOrganization();
  const [email = ''] = addresses(1, 'twice');
  await owner.call(invitationsRoutes.create, { email, role: 'editor' });
  await expect(
    owner.call(invitationsRoutes.create, { email: email.toUpperCase(), role: 'analyst' }),
  ).rejects.toMatchObject({ status: 400, problem: { code: 'invitation.exists', errors: [{ path: ['email'] }] } });
  const { items } = await owner.call(membersRoutes.list, {});
  await expect(
    owner.call(invitationsRoutes.create, { email: items[0]?.email ?? '', role: 'editor' }),
  ).rejects.toMatchObject({ status: 400, problem: { code: 'invitation.member' } });
});

test('a mail server that refuses leaves an invitation that says why and can be sent again', async () => {
  const owner = await api.newOrganization();
  const invitation = await owner.call(invitationsRoutes.create, { email: refusedByServer, role: 'editor' });
  expect(invitation.sentAt).toBeNull();
  expect(invitation.problem).toMatch(/550.*No such person here/);
});

test('inviting and taking back over and over does not fill a stranger’s inbox, nor does a second organization', async () => {
  const owners = await Promise.all([api.newOrganization(), api.newOrganization(), api.newOrganization()]);
  const [email = ''] = addresses(1, 'bombed');
  const statuses: number[] = [];
  for (const owner of owners) {
    for (let round = 0; round < 7; round += 1) {
      const invite = () =>
        owner.call(invitationsRoutes.create, { email: round % 2 ? email.toUpperCase() : email, role: 'editor' });
      const answers = await Promise.allSettled([invite(), invite()]);
      for (const answer of answers) {
        if (answer.status === 'fulfilled') await owner.call(invitationsRoutes.revoke, { id: answer.value.id });
        else statuses.push((answer.reason as { status: number }).status); // Refused
      }
    }
  }
  expect(smtp.messages.filter(({ to }) => to.toLowerCase() === email)).toHaveLength(10);
  expect(statuses).toContain(429);
  // Others can still be invited.
  await owners[0].call(invitationsRoutes.create, { email: addresses(1)[0]!, role: 'editor' });
});

test('only owners can add, change or remove owners', async () => {
  const owner = await api.newOrganization();
  const admin = await api.newMember(owner.organizationId, 'admin');
  const editor = await api.newMember(owner.organizationId, 'editor');
  const refused = { status: 403, problem: { code: 'member.owners-only' } };
  const ownerId = await memberIdOf(owner, owner.userId);
  const editorId = await memberIdOf(owner, editor.userId);
  await expect(admin.call(membersRoutes.changeRole, { id: ownerId, role: 'editor' })).rejects.toMatchObject(refused);
  await expect(admin.call(membersRoutes.remove, { id: ownerId })).rejects.toMatchObject(refused);
  await expect(admin.call(membersRoutes.changeRole, { id: editorId, role: 'owner' })).rejects.toMatchObject(refused);
  const invite = admin.call(invitationsRoutes.create, { email: addresses(1)[0] ?? '', role: 'owner' });
  await expect(invite).rejects.toMatchObject(refused);
  expect(await admin.call(membersRoutes.changeRole, { id: editorId, role: 'analyst' })).toMatchObject({
    role: 'analyst',
  });
});

test('a role that was taken away is gone with the next request', async () => {
  const owner = await api.newOrganization();
  const editor = await api.newMember(owner.organizationId, 'editor');
  await editor.call(contactsRoutes.list, {});
  const id = await memberIdOf(owner, editor.userId);
  await owner.call(membersRoutes.changeRole, { id, role: 'analyst' });
  await expect(editor.call(contactsRoutes.list, {})).rejects.toMatchObject({ status: 403 });
  await owner.call(membersRoutes.remove, { id });
  await expect(editor.call(contactsRoutes.list, {})).rejects.toMatchObject({ status: 404 });
});

test('the last owner stays: not demoted, not removed, not gone, also not by fifty requests at once', async () => {
  const owner = await api.newOrganization();
  const second = await api.newMember(owner.organizationId, 'owner');
  const [one, other] = [await memberIdOf(owner, owner.userId), await memberIdOf(owner, second.userId)];
  const tries = Array.from({ length: 50 }, (_, index) => {
    const [who, whom] = index % 2 ? [owner, other] : [second, one];
    if (index % 3 === 0) return who.call(membersRoutes.leave, {});
    if (index % 3 === 1) return who.call(membersRoutes.changeRole, { id: whom, role: 'editor' });
    return who.call(membersRoutes.remove, { id: whom });
  });
  await Promise.allSettled(tries);
  expect(await ownersOf(owner)).toBe(1);
});

test('each member leaves on their own, whatever their role', async () => {
  const owner = await api.newOrganization();
  for (const role of roles.filter((each): each is Exclude<Role, 'owner'> => each !== 'owner')) {
    const member = await api.newMember(owner.organizationId, role);
    await member.call(membersRoutes.leave, {});
    await expect(member.call(organizationRoutes.get, {})).rejects.toMatchObject({ status: 404 });
  }
  await expect(owner.call(membersRoutes.leave, {})).rejects.toMatchObject({ problem: { code: 'member.last-owner' } });
});

test('another organization sees no members, invitations or name of ours', async () => {
  const owner = await api.newOrganization();
  const stranger = await api.newOrganization();
  const [email = ''] = addresses(1, 'apart');
  const invitation = await owner.call(invitationsRoutes.create, { email, role: 'editor' });
  expect((await stranger.call(membersRoutes.list, {})).items.map(({ userId }) => userId)).toEqual([stranger.userId]);
  expect((await stranger.call(invitationsRoutes.list, {})).items).toEqual([]);
  for (const route of [invitationsRoutes.revoke, invitationsRoutes.resend])
    await expect(stranger.call(route, { id: invitation.id })).rejects.toMatchObject({ status: 404 });
  const id = await memberIdOf(owner, owner.userId);
  await expect(stranger.call(membersRoutes.remove, { id })).rejects.toMatchObject({ status: 404 });
  await stranger.call(organizationRoutes.update, { name: 'Renamed by a stranger', senderEmail: null });
  expect((await owner.call(organizationRoutes.get, {})).name).toBe('Test organization');
});

test('a name that would break a header stays on one line of the mail', async () => {
  const owner = await api.newOrganization();
  await api.owner.query(`update users set name = $2 where id = $1`, [owner.userId, 'Eve\r\nBcc: victim@example.com']);
  const [email = ''] = addresses(1, 'header');
  await owner.call(invitationsRoutes.create, { email, role: 'editor' });
  expect(smtp.messages.findLast(({ to }) => to === email)?.raw).not.toMatch(/^Bcc:/m);
});

test('what is set for the organization is where new campaigns begin; empty fields are forgotten', async () => {
  const owner = await api.newOrganization();
  const settings = {
    name: 'Engines',
    postalAddress: ' 1 Dorset Street ',
    senderName: 'Ada',
    senderEmail: 'ada@engines.example',
  };
  expect(await owner.call(organizationRoutes.update, settings)).toMatchObject({
    ...settings,
    postalAddress: '1 Dorset Street',
  });
  const begun = await owner.call(campaignsRoutes.create, { name: 'One' });
  expect(begun).toMatchObject({ senderName: 'Ada', senderEmail: 'ada@engines.example' });
  const other = await owner.call(campaignsRoutes.create, { name: 'Two', senderName: 'Charles' });
  expect(other).toMatchObject({ senderName: 'Charles', senderEmail: 'ada@engines.example' });
  const warned = async () => {
    const { problems } = await owner.call(campaignsRoutes.review, { id: begun.id });
    return problems.some(({ path }) => path[0] === 'postalAddress');
  };
  expect(await warned()).toBe(false);
  await owner.call(organizationRoutes.update, { name: 'Engines', postalAddress: '', senderName: '', senderEmail: '' });
  expect(await owner.call(organizationRoutes.get, {})).toMatchObject({
    postalAddress: null,
    senderName: null,
    senderEmail: null,
  });
  expect(await warned()).toBe(true);
  const bad = owner.call(organizationRoutes.update, { name: 'Engines', senderEmail: 'nobody' });
  await expect(bad).rejects.toMatchObject({
    status: 400,
    problem: { errors: [{ path: ['senderEmail'], message: expect.stringContaining('@') }] },
  });
});
