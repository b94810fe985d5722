import { connect, createServer, type Server, type Socket } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dovecotPassword, hasDovecot, startDovecot, type TestDovecot } from '../../../../../tools/testing/dovecot.ts';
import { Dns } from '../../ports/dns.ts';
import type { MailboxPlace, MailboxServer, OpenMailbox } from '../../ports/mailboxes.ts';
import { createAuthority } from '../../testing/certificates.ts';
import { NamedMailboxes } from './named-mailboxes.ts';

const authority = createAuthority();
const trusted = getCACertificates('default');
const silent: Server[] = [];
const sockets: Socket[] = [];
let dovecot: TestDovecot;

/** Every name leads to this machine, except for one that leads nowhere. */
class TestDns extends Dns {
  exchangesOf = () => Promise.resolve([]);
  addressesOf = (host: string) => Promise.resolve(host === 'nowhere.example' ? [] : ['127.0.0.1']);
  inquire(): never {
    throw new Error('Mailboxes need addresses only.');
  }
}

beforeAll(async () => {
  setDefaultCACertificates([...trusted, authority.cert]);
  if (hasDovecot()) dovecot = await startDovecot(authority.certify({ hosts: ['mail.example', '127.0.0.1'] }));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of silent) server.close();
  await dovecot?.stop();
  setDefaultCACertificates(trusted);
});

const mailboxes = new NamedMailboxes(new TestDns(), 5_000);
const kinds = ['imap', 'pop3'] as const;
type Kind = (typeof kinds)[number];

function serverOf(kind: Kind, user: string, some: Partial<MailboxServer> = {}): MailboxServer {
  const security = some.security ?? 'tls';
  const port = dovecot?.ports[security === 'tls' ? (`${kind}s` as const) : kind] ?? 1;
  const usual = { host: 'mail.example', port, security, username: user, password: dovecotPassword };
  return { kind, ...usual, folder: 'INBOX', allowsPrivate: true, ...some };
}

const mail = (subject: string, body = 'Hello') => `From: ada@example.org\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
const subjectsOf = (messages: readonly { header: Buffer }[]) =>
  messages.map(({ header }) => /^Subject: (.*)\r$/m.exec(header.toString('latin1'))?.[1]);

async function reading<T>(server: MailboxServer, use: (mailbox: OpenMailbox) => Promise<T>): Promise<T> {
  const mailbox = await mailboxes.open(server);
  try {
    return await use(mailbox);
  } finally {
    mailbox.abort();
  }
}

async function listen(onConnect: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    onConnect(socket);
  });
  silent.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const longLine = 'x'.repeat(100_000);
const nothing = new Set<number>();

describe.runIf(hasDovecot()).each(kinds)('a mailbox by %s', (kind) => {
  const user = `${kind}-reader`;

  test('is read from where the last look ended, and reading leaves it as it was', async () => {
    for (const n of [1, 2, 3]) dovecot.deliver(user, mail(`message ${n}`));
    const first = await reading(serverOf(kind, user), (mailbox) => mailbox.after(null, 2));
    expect([subjectsOf(first.messages), first.hasMore]).toEqual([['message 1', 'message 2'], true]);
    const second = await reading(serverOf(kind, user), async (mailbox) => {
      const page = await mailbox.after(first.placeAfter(nothing), 2);
      const content = await mailbox.contentOf(page.messages[0]!.key, 1_000_000);
      return { page, content: content?.toString('latin1') };
    });
    expect(subjectsOf(second.page.messages)).toEqual(['message 3']);
    expect(second.content).toBe(mail('message 3'));
    dovecot.deliver(user, mail('message 4'));
    const third = await reading(serverOf(kind, user), (mailbox) => mailbox.after(second.page.placeAfter(nothing), 2));
    expect([subjectsOf(third.messages), third.hasMore]).toEqual([['message 4'], false]);
    expect(dovecot.flagsIn(user)).toEqual(['', '', '', '']);
  });

  test.each(['tls', 'starttls', 'none'] as const)('is opened with security %s', async (security) => {
    dovecot.deliver(user, mail('another'));
    const count = await reading(serverOf(kind, user, { security }), async ({ messageCount }) => messageCount);
    expect(count).toBeGreaterThan(0);
  });

  test('says so when the password is wrong, in the words of its server', async () => {
    await expect(mailboxes.open(serverOf(kind, user, { password: 'wrong' }))).rejects.toMatchObject({
      problem: 'credentials',
      message: expect.stringMatching(/Authentication failed/i),
    });
  });

  test('is not opened under a name that its certificate is not for', async () => {
    for (const security of ['tls', 'starttls'] as const)
      await expect(mailboxes.open(serverOf(kind, user, { security, host: 'other.example' }))).rejects.toMatchObject({
        problem: 'certificate',
      });
  });

  test('has the beginning of a message that is longer than wanted', async () => {
    dovecot.deliver(`${user}-long`, mail('long', `${'x'.repeat(70)}\r\n`.repeat(30_000)));
    const server = serverOf(kind, `${user}-long`);
    const { bytes, length } = await reading(server, async (mailbox) => {
      const [message] = (await mailbox.after(null, 10)).messages;
      return { bytes: message!.bytes, length: (await mailbox.contentOf(message!.key, 100_000))?.length };
    });
    expect(bytes).toBeGreaterThan(2_000_000);
    expect(length).toBe(100_000);
  });

  test('is read from the newest thousand messages on at first', async () => {
    const many = `${user}-many`;
    for (let n = 1; n <= 1_100; n += 1) dovecot.deliver(many, mail(`message ${n}`));
    const page = await reading(serverOf(kind, many), (mailbox) => mailbox.after(null, 3));
    expect(subjectsOf(page.messages)).toEqual(['message 101', 'message 102', 'message 103']);
  });
});

describe.runIf(hasDovecot())('by IMAP', () => {
  test('messages are moved to a folder of ours, and none of the others', async () => {
    for (const n of [1, 2, 3]) dovecot.deliver('mover', mail(`message ${n}`));
    const move = () =>
      reading(serverOf('imap', 'mover'), async (mailbox) => {
        const { messages } = await mailbox.after(null, 10);
        await mailbox.settle(
          messages.filter(({ header }) => header.includes('message 2')).map(({ key }) => key),
          'move',
        );
        return subjectsOf(messages);
      });
    expect(await move()).toEqual(['message 1', 'message 2', 'message 3']);
    expect(await move()).toEqual(['message 1', 'message 3']);
    expect([dovecot.flagsIn('mover'), dovecot.flagsIn('mover', 'EngageX')]).toEqual([['', ''], ['']]);
  });

  test('messages are flagged, and stay unseen', async () => {
    dovecot.deliver('flagger', mail('message 1'));
    for (const _ of [1, 2])
      await reading(serverOf('imap', 'flagger'), async (mailbox) => {
        const { messages } = await mailbox.after(null, 10);
        await mailbox.settle([messages[0]!.key], 'flag');
      });
    expect(dovecot.flagsIn('flagger')).toEqual(['F']);
  });

  test('messages are read, flagged and moved by their UIDs, wherever they stand in the folder by then', async () => {
    for (const n of [1, 2, 3]) dovecot.deliver('uids', mail(`message ${n}`));
    const keys = await reading(serverOf('imap', 'uids'), async (mailbox) => {
      const { messages } = await mailbox.after(null, 10);
      await mailbox.settle([messages[0]!.key], 'move');
      return messages.map(({ key }) => key);
    });
    const content = await reading(serverOf('imap', 'uids'), async (mailbox) => {
      await mailbox.settle([keys[2]!], 'flag');
      return mailbox.contentOf(keys[1]!, 1_000);
    });
    expect([dovecot.flagsIn('uids').toSorted(), content?.toString()]).toEqual([['', 'F'], mail('message 2')]);
    await reading(serverOf('imap', 'uids'), (mailbox) => mailbox.settle([keys[2]!], 'move'));
    expect([dovecot.flagsIn('uids'), dovecot.flagsIn('uids', 'EngageX').toSorted()]).toEqual([[''], ['', 'F']]);
  });

  /** The server as one that has not all it has, or refuses to create folders; and what it is told. */
  async function lessAble(lacks: RegExp, refuses: RegExp) {
    const commands: string[] = [];
    const port = await listen((socket) => {
      const server = connect(dovecot.ports.imap, '127.0.0.1');
      sockets.push(server);
      server.on('data', (chunk) => socket.write(chunk.toString('latin1').replaceAll(lacks, ''), 'latin1'));
      server.on('error', () => {}).on('close', () => socket.destroy());
      socket.on('close', () => server.destroy());
      socket.on('data', (chunk) => {
        const line = chunk.toString('latin1');
        commands.push(line.trim());
        if (refuses.test(line)) socket.write(`${line.split(' ')[0]} NO not allowed\r\n`);
        else server.write(chunk);
      });
    });
    return { server: (user: string) => serverOf('imap', user, { port, security: 'none' }), commands };
  }

  test.each([
    ['can neither move nor take away single messages', / (?:MOVE|UIDPLUS|IMAP4REV2)\b/gi, /^\S+ NEVER/],
    ['lets nobody create folders', /^$/g, /^\S+ CREATE/i],
  ])(
    'on a server that %s, messages are flagged, and what others have marked as deleted stays',
    async (_, lacks, refuses) => {
      const user = `unable-${lacks.source.length}`;
      for (const n of [1, 2, 3]) dovecot.deliver(user, mail(`message ${n}`));
      const { server, commands } = await lessAble(lacks, refuses);
      await reading(server(user), async (mailbox) => {
        const { messages } = await mailbox.after(null, 10);
        await mailbox.contentOf(messages[1]!.key, 1_000);
        await mailbox.settle([messages[1]!.key], 'move');
      });
      expect(dovecot.flagsIn(user).toSorted()).toEqual(['', '', 'F']);
      expect(commands.filter((line) => /EXPUNGE|Deleted|Seen|CLOSE| COPY|RFC822(?!\.SIZE)|BODY\[/i.test(line))).toEqual(
        [],
      );
    },
  );

  test('messages that are to be kept are not touched', async () => {
    dovecot.deliver('keeper', mail('message 1'));
    await reading(serverOf('imap', 'keeper'), async (mailbox) => {
      const { messages } = await mailbox.after(null, 10);
      for (const how of ['keep', 'delete'] as const) await mailbox.settle([messages[0]!.key], how);
    });
    expect(dovecot.flagsIn('keeper')).toEqual(['']);
  });

  test('a mailbox whose UIDs were renumbered is read again from its newest messages', async () => {
    dovecot.deliver('renumbered', mail('message 1'));
    const first = await reading(serverOf('imap', 'renumbered'), (mailbox) => mailbox.after(null, 10));
    const { validity, ...place } = first.placeAfter(nothing) as Extract<MailboxPlace, { kind: 'imap' }>; // of IMAP
    const again = (from: MailboxPlace) =>
      reading(serverOf('imap', 'renumbered'), async (mailbox) => subjectsOf((await mailbox.after(from, 10)).messages));
    expect(await again({ ...place, validity })).toEqual([]);
    expect(await again({ ...place, validity: `${Number(validity) - 1}` })).toEqual(['message 1']);
  });

  test('a folder that does not exist is a problem of its own', async () => {
    await expect(mailboxes.open(serverOf('imap', 'mover', { folder: 'Nowhere' }))).rejects.toMatchObject({
      problem: 'folder',
    });
  });
});

test.runIf(hasDovecot())(
  'by POP3, messages are deleted when the session ends, and those left tell where it was',
  async () => {
    for (const n of [1, 2, 3]) dovecot.deliver('deleter', mail(`message ${n}`));
    const place = await reading(serverOf('pop3', 'deleter'), async (mailbox) => {
      const page = await mailbox.after(null, 10);
      const last = page.messages[2]!.key;
      await mailbox.settle([last], 'delete');
      await mailbox.finish();
      return page.placeAfter(new Set([last]));
    });
    dovecot.deliver('deleter', mail('message 4'));
    const page = await reading(serverOf('pop3', 'deleter'), (mailbox) => mailbox.after(place, 10));
    expect(subjectsOf(page.messages)).toEqual(['message 4']);
    expect(dovecot.flagsIn('deleter')).toHaveLength(3);
  },
);

test.each(kinds)('%s: a server that accepts and says nothing is given up', async (kind) => {
  const port = await listen(() => {});
  const impatient = new NamedMailboxes(new TestDns(), 100);
  await expect(impatient.open(serverOf(kind, 'ada', { port, security: 'none' }))).rejects.toMatchObject({
    problem: 'timeout',
  });
  await expect(impatient.open(serverOf(kind, 'ada', { port, security: 'tls' }))).rejects.toMatchObject({
    problem: 'timeout',
  });
});

test.each([
  ['imap', '* OK ready', ['a OK'], 'encryption'],
  ['pop3', '+OK ready', ['-ERR what?'], 'encryption'],
  ['imap', 'HTTP/1.1 400 Bad Request', [], 'timeout'],
  ['pop3', 'HTTP/1.1 400 Bad Request', [], 'protocol'],
  ['pop3', longLine, [], 'protocol'],
  ['pop3', '-ERR too many connections', [], 'busy'],
] as const)('%s: what answers “%s” is told apart', async (kind, greeting, answers, problem) => {
  const port = await listen((socket) => {
    socket.write(`${greeting}\r\n`);
    const left = [...answers];
    socket.on('data', (chunk) => {
      const tag = chunk.toString('latin1').split(' ')[0]!;
      if (kind === 'imap') socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`);
      else socket.write(`${left.shift() ?? '-ERR'}\r\n`);
    });
  });
  const impatient = new NamedMailboxes(new TestDns(), 200);
  await expect(impatient.open(serverOf(kind, 'ada', { port, security: 'starttls' }))).rejects.toMatchObject({
    problem,
  });
});

test.each(kinds)('%s: no connection is made into a private network, or to a name that leads nowhere', async (kind) => {
  let connections = 0;
  const port = await listen(() => (connections += 1));
  for (const host of ['mail.example', '127.0.0.1', '::1', '10.0.0.1', '169.254.169.254'])
    await expect(mailboxes.open(serverOf(kind, 'ada', { host, port, allowsPrivate: false }))).rejects.toMatchObject({
      problem: 'private_network',
    });
  await expect(mailboxes.open(serverOf(kind, 'ada', { host: 'nowhere.example' }))).rejects.toMatchObject({
    problem: 'unknown_host',
  });
  await expect(mailboxes.open(serverOf(kind, 'ada', { port: 1 }))).rejects.toMatchObject({ problem: 'unreachable' });
  expect(connections).toBe(0);
});
