import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bounceMailboxesRoutes, type BounceMailboxView } from '@engagex/domain/bounce-mailboxes';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { dovecotPassword, hasDovecot, startDovecot, type TestDovecot } from '../../../../../tools/testing/dovecot.ts';
import { Mailboxes, type OpenMailbox } from '../../ports/mailboxes.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { bounceMail, complaintMail } from '../../testing/bounces.ts';
import { createAuthority } from '../../testing/certificates.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { type ScriptedSmtp, startScriptedSmtp } from '../../testing/scripted-smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { InboundMails, OurReports } from '../inbound/index.ts';
import { ReturnPathTokens } from '../transports/index.ts';
import { CheckBounceMailbox } from './check-bounce-mailbox.ts';
import { InstallationMailbox } from './installation-mailbox.ts';
import { ReadMailbox, type Reading } from './read-mailbox.ts';

const authority = createAuthority();
const trusted = getCACertificates('default');
let dovecot: TestDovecot;
let relay: ScriptedSmtp;
let api: TestApi;
let tokens: ReturnPathTokens;
/** Which senders the mail server takes. */
let takes = (_sender: string) => true;

beforeAll(async () => {
  if (!hasDovecot()) return;
  setDefaultCACertificates([...trusted, authority.cert]);
  dovecot = await startDovecot(authority.certify({ hosts: ['127.0.0.1'] }));
  relay = await startScriptedSmtp({
    extensions: ['PIPELINING', 'DSN'],
    on: ({ step, line, to }) => {
      if (step === 'mail' && !takes(/<(.*)>/.exec(line)![1]!))
        return '553 5.7.1 Sender address rejected: not owned by user';
      const user = to.split(/[+@]/)[0]!;
      const isStrict = to.startsWith('strict+');
      if (step === 'message' && to.endsWith('@mailbox.example') && !isStrict)
        dovecot.deliver(user, relay.messages.at(-1)!.raw);
      return undefined;
    },
  });
  const settings = {
    SMTP_URL: relay.url,
    PRIVATE_NETWORKS: 'true',
    BOUNCE_MAILBOX_URL: `imaps://installation:${dovecotPassword}@127.0.0.1:${dovecot.ports.imaps}/`,
    BOUNCE_MAILBOX_ADDRESS: 'installation@mailbox.example',
    BOUNCE_MAILBOX_PLUS: 'true',
    MAIL_ALLOWED_FROM: '*',
  };
  api = await startTestApi({ work: true, settings });
  tokens = new ReturnPathTokens(api.config.TRACKING_SECRET);
});
afterAll(async () => {
  await api?.close();
  await relay?.close();
  await dovecot?.stop();
  setDefaultCACertificates(trusted);
});
beforeEach(() => {
  takes = () => true;
  relay?.chunks.splice(0);
});

interface Some {
  readonly kind?: 'imap' | 'pop3';
  readonly afterwards?: BounceMailboxView['afterwards'];
  readonly password?: string;
  readonly port?: number;
}

const mailboxOf = (user: string, { kind = 'imap', password = dovecotPassword, ...some }: Some = {}) => ({
  kind,
  host: '127.0.0.1',
  port: some.port ?? dovecot.ports[`${kind}s`],
  security: 'tls' as const,
  username: user,
  password,
  address: `${user}@mailbox.example`,
  afterwards: some.afterwards ?? (kind === 'imap' ? ('move' as const) : ('delete' as const)),
});

const transport = () => {
  const port = Number(new URL(relay.url).port);
  return { kind: 'smtp', name: 'Relay', host: '127.0.0.1', port, security: 'none' } as const;
};

async function withMailbox(user: string, some: Some = {}) {
  const member = await api.newOrganization();
  const { id: transportId } = await member.call(transportsRoutes.create, { transport: transport() });
  const added = await member.call(bounceMailboxesRoutes.create, { transportId, mailbox: mailboxOf(user, some) });
  const now = async () => (await member.call(bounceMailboxesRoutes.list)).items[0]!;
  await expect.poll(async () => (await now()).checkedAt, { timeout: 20_000 }).not.toBeNull();
  return { member, transportId, id: added.id, now };
}

/** As the worker does when its time has come. */
async function look({ organizationId }: TestMember, id: string): Promise<void> {
  const due = `update bounce_mailboxes set next_check_at = now() - interval '1 second' where id = $1 and checking_until is null`;
  const scope = { organizationId, actor: { kind: 'system', name: 'test' } } as const;
  await expect.poll(async () => (await api.owner.query(due, [id])).rowCount, { timeout: 20_000 }).toBe(1);
  await runInScope(scope, () => api.app.get(CheckBounceMailbox).check(id));
}

const receiptsOf = async ({ organizationId }: TestMember) =>
  (
    await api.owner.query<{ delivery_id: string; kind: string }>(
      'select delivery_id, kind from delivery_receipts where organization_id = $1 order by delivery_id',
      [organizationId],
    )
  ).rows;

const bounce = (to: string, headers = '') =>
  headers + bounceMail({ to, status: '5.1.1', words: '550 5.1.1 User unknown' });
const plus = (user: string, deliveryId: string) => `To: ${user}+${tokens.tokenFor(deliveryId)}@mailbox.example\r\n`;
const unrelated = (n: number) =>
  `From: ada@example.org\r\nTo: box@mailbox.example\r\nSubject: Lunch ${n}\r\n\r\nAt noon?\r\n`;

describe.runIf(hasDovecot())('a bounce mailbox', () => {
  test('gives up reports about messages of its organization, and everything else stays as it is', async () => {
    const { member, id, now } = await withMailbox('careful');
    const emails = addresses(4);
    const { ids } = await buildDeliveries(api, member, emails);
    const others = await api.newOrganization();
    const { ids: foreign } = await buildDeliveries(api, others, addresses(1));
    const answers = `In-Reply-To: <${ids[3]}@shop.example>\r\nReferences: <${ids[3]}@shop.example>\r\n`;
    const kept = [
      unrelated(1),
      `${plus('careful', ids[3]!)}Auto-Submitted: auto-replied\r\nFrom: eve@example.org\r\nSubject: Out of office: Hello\r\n\r\nI am away.\r\n`,
      `${answers}From: eve@example.org\r\nSubject: Re: Hello\r\n\r\nMail Delivery failed? User unknown!\r\n`,
      bounce('somebody@elsewhere.example'),
      bounce('theirs@example.org', plus('careful', foreign[0]!)),
      bounce(emails[3]!, plus('careful', ids[3]!).replace(/\+\w/, '+b')),
    ];
    for (const raw of kept) dovecot.deliver('careful', raw);
    dovecot.deliver('careful', bounce(emails[0]!, plus('careful', ids[0]!)));
    dovecot.deliver('careful', complaintMail({ to: emails[1]!, messageId: `<${ids[1]}@shop.example>` }));
    dovecot.deliver(
      'careful',
      bounce(emails[2]!).replace('Reporting-MTA', `Original-Envelope-Id: ${tokens.tokenFor(ids[2]!)}\r\nReporting-MTA`),
    );
    await look(member, id);
    expect(await now()).toMatchObject({ state: 'working', taken: 3, skipped: 0, problem: null });
    await expect.poll(() => receiptsOf(member).then((all) => all.length)).toBe(3);
    expect(new Set((await receiptsOf(member)).map(({ delivery_id, kind }) => `${kind} ${delivery_id}`))).toEqual(
      new Set([`bounced ${ids[0]}`, `complained ${ids[1]}`, `bounced ${ids[2]}`]),
    );
    expect(await receiptsOf(others)).toEqual([]);
    expect(dovecot.flagsIn('careful')).toEqual(kept.map(() => ''));
    expect(dovecot.flagsIn('careful', 'EngageX')).toEqual(['', '', '']);
  });

  test.each([
    ['flag', 'imap', 3, 1],
    ['delete', 'pop3', 2, 0],
    ['keep', 'pop3', 3, 0],
  ] as const)('is left with “%s” as its owner chose', async (afterwards, kind, left, flagged) => {
    const user = `owner-${afterwards}`;
    const { member, id, now } = await withMailbox(user, { kind, afterwards });
    const [email] = addresses(1);
    const { ids } = await buildDeliveries(api, member, [email!]);
    for (const raw of [unrelated(1), bounce(email!, plus(user, ids[0]!)), unrelated(2)]) dovecot.deliver(user, raw);
    for (const _ of [1, 2]) await look(member, id);
    expect((await now()).taken).toBe(1);
    const flags = dovecot.flagsIn(user);
    expect([flags.length, flags.filter((each) => each === 'F').length]).toEqual([left, flagged]);
    expect(flags.filter((each) => each.includes('S'))).toEqual([]);
    await expect.poll(() => receiptsOf(member).then((all) => all.length)).toBe(1);
  });

  test('is not read into a message of 50 MB, and says that there was one', async () => {
    const { member, id, now } = await withMailbox('large');
    const [email] = addresses(1);
    const { ids } = await buildDeliveries(api, member, [email!]);
    dovecot.deliver('large', bounce(email!, plus('large', ids[0]!)), { saidBytes: 50 * 1024 * 1024 });
    dovecot.deliver('large', unrelated(1), { saidBytes: 50 * 1024 * 1024 });
    await look(member, id);
    expect(await now()).toMatchObject({ state: 'working', taken: 0, skipped: 1 });
    expect(dovecot.flagsIn('large')).toEqual(['', '']);
  });

  test('with a wrong password is paused until it is corrected, and members are mailed once of each', async () => {
    const { member, id, now } = await withMailbox('locked', { password: 'wrong' });
    const mailed = () =>
      relay.messages.flatMap(
        ({ raw }) => /^Subject: (The bounce mailbox locked.*)\r$/m.exec(raw.toString())?.[1] ?? [],
      );
    expect(await now()).toMatchObject({ state: 'paused', problem: 'credentials', nextCheckAt: null });
    expect((await now()).detail).toMatch(/authentication failed/i);
    const subjects = ['is paused', 'works again'].map((end) => `The bounce mailbox locked@mailbox.example ${end}`);
    await expect.poll(mailed, { timeout: 20_000 }).toEqual(subjects.slice(0, 1));
    expect(await member.call(bounceMailboxesRoutes.test, { id })).toMatchObject({
      isReachable: false,
      problem: 'credentials',
    });
    const { password: _, ...same } = mailboxOf('locked');
    await member.call(bounceMailboxesRoutes.update, { id, mailbox: same });
    await expect.poll(async () => (await now()).state, { timeout: 20_000 }).toBe('paused');
    await member.call(bounceMailboxesRoutes.update, { id, mailbox: mailboxOf('locked') });
    await expect.poll(async () => (await now()).checkedAt).not.toBeNull();
    expect(await now()).toMatchObject({ state: 'working', problem: null });
    await expect.poll(mailed, { timeout: 20_000 }).toEqual(subjects);
  });

  test('that cannot be reached is tried again less and less often', async () => {
    const { member, id, now } = await withMailbox('away', { port: 1 });
    const waits: number[] = [];
    for (const _ of [1, 2]) {
      const { state, problem, checkedAt, nextCheckAt } = await now();
      expect([state, problem]).toEqual(['retrying', 'unreachable']);
      waits.push(Math.round((Date.parse(nextCheckAt!) - Date.parse(checkedAt!)) / 60_000));
      await look(member, id);
    }
    expect(waits).toEqual([2, 4]);
  });

  test('gets the bounces of its transport, with the message in the address once that was seen to arrive', async () => {
    takes = (sender) => /^sender(\+\w+)?@mailbox\.example$/.test(sender);
    const { member, id, now } = await withMailbox('sender');
    // The mail that tells the owner of the campaign leaves here, too.
    const senders = () =>
      [...relay.chunks.join('').matchAll(/^MAIL FROM:<(.*?@mailbox\.example)>/gm)].map(([, sender]) => sender);
    const send = async () => {
      relay.chunks.length = 0;
      const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(2)));
      await member.call(campaignsRoutes.launch, { id: campaign.id });
      expect(await watchLedger(member, campaign.id, ({ closed }) => closed)).toMatchObject({ accepted: 2 });
      return senders().slice(-2);
    };
    expect(await send()).toEqual(['sender@mailbox.example', 'sender@mailbox.example']);
    expect(await member.call(bounceMailboxesRoutes.test, { id })).toMatchObject({
      isReachable: true,
      folders: expect.arrayContaining(['INBOX']),
      messageCount: 0,
      plusTest: 'sent',
    });
    await look(member, id);
    await expect.poll(async () => (await now()).plusAddresses, { timeout: 20_000 }).toBe('work');
    expect(dovecot.flagsIn('sender')).toEqual([]);
    for (const sender of await send()) expect(tokens.read(/\+(\w+)@/.exec(sender!)?.[1] ?? '')).not.toBeNull();
    takes = (sender) => sender === 'sender@mailbox.example';
    expect(await send()).toEqual(['sender@mailbox.example', 'sender@mailbox.example']);
    const known = async () => (await member.call(transportsRoutes.list)).items.find(({ kind }) => kind === 'smtp');
    await expect.poll(async () => (await known())?.returnPath).toBe('plain');
  });

  test('whose plus addresses bounce gets its bounces at its own address', async () => {
    const { member, id, now } = await withMailbox('strict');
    await member.call(bounceMailboxesRoutes.test, { id });
    const { rows } = await api.owner.query<{ plus_test_id: string }>(
      'select plus_test_id from bounce_mailboxes where id = $1',
      [id],
    );
    const token = tokens.tokenFor(rows[0]!.plus_test_id);
    dovecot.deliver('strict', bounce(`strict+${token}@mailbox.example`));
    await look(member, id);
    await expect.poll(async () => (await now()).plusAddresses, { timeout: 20_000 }).toBe('fail');
  });

  test('is read once, wherever its reader dies', async () => {
    const member = await api.newOrganization();
    const emails = addresses(6);
    const { ids } = await buildDeliveries(api, member, emails);
    for (const [n, email] of emails.entries()) {
      dovecot.deliver('crashing', unrelated(n));
      dovecot.deliver('crashing', bounce(email, plus('crashing', ids[n]!)));
    }
    const chance = chanceOf('mailboxes');
    const real = api.app.get(Mailboxes);
    let stepsLeft = Infinity;
    const step = () => {
      stepsLeft -= 1;
      if (stepsLeft < 0) throw new Error('It died.');
    };
    const mortal = { open: async (server) => dying(await real.open(server), step) } satisfies Mailboxes;
    const reader = new ReadMailbox(mortal, api.app.get(InboundMails), api.app.get(OurReports));
    const server = { ...mailboxOf('crashing'), folder: 'INBOX', allowsPrivate: true };
    const reading: Reading = {
      server,
      address: server.address,
      place: null,
      afterwards: 'move',
      plusTestId: null,
      isOurs: async () => true,
    };
    let deaths = 0;
    for (; deaths < 8; deaths += 1) {
      stepsLeft = chance.between(0, 20);
      const isDone = await reader.read(reading).then(
        () => true,
        () => false,
      );
      if (isDone) break;
    }
    stepsLeft = Infinity;
    await reader.read(reading);
    await expect.poll(() => receiptsOf(member).then((all) => all.length), { message: `seed ${seed}` }).toBe(6);
    const stored = await api.owner.query(`select from inbound_mails where delivery_id = any ($1::uuid[])`, [ids]);
    expect([stored.rowCount, dovecot.flagsIn('crashing').length], `seed ${seed}, ${deaths} deaths`).toEqual([6, 6]);
    expect(dovecot.flagsIn('crashing', 'EngageX'), `seed ${seed}`).toHaveLength(6);
  });

  test('is restored with its password, and goes with its transport', async () => {
    const { member, id, transportId, now } = await withMailbox('undone');
    await member.call(bounceMailboxesRoutes.delete, { id });
    expect((await member.call(bounceMailboxesRoutes.list)).items).toEqual([]);
    await member.call(bounceMailboxesRoutes.restore, { id });
    await look(member, id);
    expect((await now()).state).toBe('working');
    await member.call(transportsRoutes.delete, { id: transportId });
    expect((await member.call(bounceMailboxesRoutes.list)).items).toEqual([]);
    const rows = await api.owner.query('select from bounce_mailboxes where id = $1', [id]);
    expect(rows.rowCount).toBe(0);
  });

  test('that was deleted an hour ago is forgotten with its password', async () => {
    const { member, id } = await withMailbox('forgotten');
    await member.call(bounceMailboxesRoutes.delete, { id });
    await api.owner.query(`update bounce_mailboxes set deleted_at = now() - interval '61 minutes' where id = $1`, [id]);
    await look(member, id);
    expect((await api.owner.query('select from bounce_mailboxes where id = $1', [id])).rowCount).toBe(0);
    await expect(member.call(bounceMailboxesRoutes.restore, { id })).rejects.toMatchObject({ status: 404 });
  });

  test('is refused where it makes no sense', async () => {
    const { member, id, transportId } = await withMailbox('refused');
    const create = (of: string, some: object = {}) =>
      member.call(bounceMailboxesRoutes.create, { transportId: of, mailbox: { ...mailboxOf('refused'), ...some } });
    await expect(create(transportId)).rejects.toMatchObject({ problem: { code: 'bounce-mailbox.exists' } });
    const installation = (await member.call(transportsRoutes.list)).items.find(({ kind }) => kind === 'installation')!;
    await expect(create(installation.id)).rejects.toMatchObject({ problem: { code: 'bounce-mailbox.transport' } });
    const sendGrid = { kind: 'sendgrid', name: 'SendGrid', secret: 'SG.key' } as const;
    const { id: other } = await member.call(transportsRoutes.create, { transport: sendGrid });
    await expect(create(other)).rejects.toMatchObject({ problem: { code: 'bounce-mailbox.transport' } });
    const stranger = await api.newOrganization();
    await expect(stranger.call(bounceMailboxesRoutes.test, { id })).rejects.toMatchObject({ status: 404 });
    await expect(
      stranger.call(bounceMailboxesRoutes.create, { transportId, mailbox: mailboxOf('refused') }),
    ).rejects.toMatchObject({ status: 404 });
    const { password: _, ...elsewhere } = { ...mailboxOf('refused'), host: '127.0.0.2' };
    await expect(member.call(bounceMailboxesRoutes.update, { id, mailbox: elsewhere })).rejects.toMatchObject({
      problem: { code: 'bounce-mailbox.no-password' },
    });
    for (const some of [
      { host: 'imaps://mail.example' },
      { port: 0 },
      { username: 'a\r\nDELE 1' },
      { password: 'a\r\nDELE 1' },
      { folder: 'a\nb' },
      { address: 'nobody' },
      { afterwards: 'delete' as const },
    ])
      await expect(create(other, some), JSON.stringify(some)).rejects.toMatchObject({ status: 400 });
  });

  test('of the installation takes reports about messages of every organization', async () => {
    const member = await api.newOrganization();
    const [email] = addresses(1);
    const { ids } = await buildDeliveries(api, member, [email!]);
    dovecot.deliver('installation', unrelated(1));
    dovecot.deliver('installation', bounce(email!, plus('installation', ids[0]!)));
    await api.owner.query('update installation_mailboxes set next_check_at = now() where checking_until is null');
    await api.app.get(InstallationMailbox).check();
    await expect.poll(() => receiptsOf(member).then((all) => all.length), { timeout: 20_000 }).toBe(1);
    const left = () => [dovecot.flagsIn('installation').length, dovecot.flagsIn('installation', 'EngageX').length];
    await expect.poll(left).toEqual([1, 1]);
    const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(1)));
    await member.call(campaignsRoutes.launch, { id: campaign.id });
    await watchLedger(member, campaign.id, ({ closed }) => closed);
    expect(relay.chunks.join('')).toMatch(/^MAIL FROM:<installation\+\w{39}@mailbox\.example>/m);
  });
});

/** A mailbox whose reader dies between two of its steps, or right after one. */
function dying(mailbox: OpenMailbox, step: () => void): OpenMailbox {
  const around = async <T>(act: () => Promise<T>): Promise<T> => {
    step();
    const done = await act();
    step();
    return done;
  };
  return {
    folders: mailbox.folders,
    messageCount: mailbox.messageCount,
    after: (place, most) => around(() => mailbox.after(place, most)),
    contentOf: (key, most) => around(() => mailbox.contentOf(key, most)),
    settle: (keys, how) => around(() => mailbox.settle(keys, how)),
    finish: () => around(() => mailbox.finish()),
    abort: () => mailbox.abort(),
  };
}
