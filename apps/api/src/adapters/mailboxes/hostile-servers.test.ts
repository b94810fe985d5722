import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { Dns } from '../../ports/dns.ts';
import type { MailboxServer } from '../../ports/mailboxes.ts';
import { NamedMailboxes } from './named-mailboxes.ts';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

class TestDns extends Dns {
  exchangesOf = () => Promise.resolve([]);
  addressesOf = () => Promise.resolve(['127.0.0.1']);
  inquire(): never {
    throw new Error('Mailboxes need addresses only.');
  }
}

const mailboxes = new NamedMailboxes(new TestDns(), 1_000);

/** What a server says to a command by its first word, and to the connection as to `greeting`; `+OK` to the rest. */
type Script = Readonly<Record<string, string | ((socket: Socket, line: string) => void)>>;

/** A server that speaks as it is told to, and what it was told. */
async function scripted(kind: 'pop3' | 'imap', script: Script) {
  const commands: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    const say = (word: string, line: string) => {
      const answer = script[word] ?? (kind === 'pop3' ? '+OK' : `${line.split(' ')[0]} OK done`);
      if (typeof answer === 'string') socket.write(`${answer}\r\n`);
      else answer(socket, line);
    };
    say('greeting', '*');
    let held = '';
    socket.on('data', (chunk) => {
      const lines = (held + chunk.toString('latin1')).split('\r\n');
      held = lines.pop() ?? '';
      for (const line of lines) {
        commands.push(line);
        say(line.split(' ')[kind === 'pop3' ? 0 : 1]!.toUpperCase(), line);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const at: MailboxServer = {
    kind,
    host: 'mail.example',
    port,
    security: 'none',
    username: 'ada',
    password: 'secret',
    folder: 'INBOX',
    allowsPrivate: true,
  };
  return { at, commands };
}

const listOf = (ids: readonly number[]) => ({
  LIST: `+OK\r\n${ids.map((id) => `${id} 100\r\n`).join('')}.`,
  UIDL: `+OK\r\n${ids.map((id) => `${id} id${id}\r\n`).join('')}.`,
});
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const nothing = new Set<number>();

/** Sends this again and again, as long as somebody takes it, and 20 MB at most. */
function pour(socket: Socket, piece: string): void {
  for (let sent = 0; sent < 20_000_000 && socket.writable; sent += piece.length)
    if (!socket.write(piece)) {
      socket.once('drain', () => pour(socket, piece));
      return;
    }
  socket.end();
}

test('POP3: a line without end is given up long before it fills the memory', async () => {
  let poured: Socket | null = null;
  const { at } = await scripted('pop3', {
    USER: (socket) => {
      poured = socket;
      pour(socket, 'x'.repeat(16 * 1024));
    },
  });
  await expect(mailboxes.open(at)).rejects.toMatchObject({
    problem: 'protocol',
    message: 'The server sent a line without end.',
  });
  expect(poured!.bytesWritten).toBeLessThan(15_000_000); // what the network holds beside what was read
});

test('POP3: a list without end is given up', async () => {
  const { at } = await scripted('pop3', { LIST: (socket) => pour(socket, `+OK\r\n${'1 1\r\n'.repeat(3_000)}`) });
  await expect(mailboxes.open(at)).rejects.toMatchObject({
    problem: 'protocol',
    message: 'The mailbox has more than 500000 messages.',
  });
});

test('POP3: what a server sends before encryption begins is not believed', async () => {
  const { at } = await scripted('pop3', { STLS: '+OK begin\r\n+OK signed in' });
  await expect(mailboxes.open({ ...at, security: 'starttls' })).rejects.toMatchObject({
    problem: 'encryption',
    message: 'The server sent text before encryption began.',
  });
});

test('POP3: a name with a line break reaches no server', async () => {
  const { at, commands } = await scripted('pop3', listOf([]));
  await expect(mailboxes.open({ ...at, username: 'ada\r\nDELE 1' })).rejects.toMatchObject({ problem: 'protocol' });
  await expect(mailboxes.open({ ...at, password: 'secret\nDELE 1' })).rejects.toMatchObject({ problem: 'protocol' });
  expect(commands.filter((line) => line !== 'USER ada')).toEqual([]);
});

test.each([
  ['-ERR [IN-USE] locked by another session', 'busy', 'locked by another session'],
  ['-ERR [LOGIN-DELAY] too soon', 'busy', 'too soon'],
  ['-ERR [SYS/TEMP] out of memory', 'busy', 'out of memory'],
  ['-ERR [AUTH] no', 'credentials', 'no'],
])('POP3: “%s” to a password is a problem of its own kind: %s', async (answer, problem, message) => {
  const { at } = await scripted('pop3', { PASS: answer });
  await expect(mailboxes.open(at)).rejects.toMatchObject({ problem, message });
});

test('POP3: a message is read by TOP alone, as it was sent, and no more of it than wanted', async () => {
  const long = `${'x'.repeat(70)}\r\n`.repeat(2_000);
  const { at, commands } = await scripted('pop3', {
    ...listOf([1, 2, 3]),
    TOP: (socket, line) => {
      if (line === 'TOP 2 0') socket.write('-ERR no such message\r\n');
      else if (line.startsWith('TOP 3')) socket.write(`+OK\r\nSubject: long\r\nX: ${long}.\r\n`);
      else socket.write('+OK\r\nSubject: dots\r\n\r\n..\r\n..hidden\r\n.\r\n');
    },
  });
  const mailbox = await mailboxes.open(at);
  const page = await mailbox.after(null, 10);
  expect(page.messages.map(({ key }) => key)).toEqual([1, 3]);
  expect(page.messages[1]!.header.length).toBe(64 * 1024);
  expect((await mailbox.contentOf(1, 1_000))?.toString()).toBe('Subject: dots\r\n\r\n.\r\n.hidden\r\n');
  expect((await mailbox.contentOf(3, 100))?.length).toBe(100);
  mailbox.abort();
  expect(new Set(commands.map((line) => line.split(' ')[0]))).toEqual(new Set(['USER', 'PASS', 'LIST', 'UIDL', 'TOP']));
});

test('POP3: only what is to be deleted is, and only where its owner chose so', async () => {
  const { at, commands } = await scripted('pop3', { ...listOf(upTo(3)), TOP: '+OK\r\nSubject: x\r\n\r\n.' });
  for (const how of ['keep', 'flag', 'move', 'delete'] as const) {
    const mailbox = await mailboxes.open(at);
    await mailbox.settle([2], how);
    await mailbox.finish();
  }
  expect(commands.filter((line) => line.startsWith('DELE'))).toEqual(['DELE 2']);
});

test('POP3: the last hundred ids are the place, those of deleted messages not among them', async () => {
  const { at } = await scripted('pop3', { ...listOf(upTo(150)), TOP: '+OK\r\nSubject: x\r\n\r\n.' });
  const mailbox = await mailboxes.open(at);
  const page = await mailbox.after(null, 200);
  const idsAfter = (gone: ReadonlySet<number>) => {
    const place = page.placeAfter(gone);
    return place.kind === 'pop3' ? place.ids : [];
  };
  expect([idsAfter(nothing).length, idsAfter(nothing)[0], idsAfter(nothing).at(-1)]).toEqual([100, 'id51', 'id150']);
  expect(idsAfter(new Set([150])).at(-1)).toBe('id149');
  mailbox.abort();
});

test.each([
  ['UNAVAILABLE', 'busy'],
  ['LIMIT', 'busy'],
  ['AUTHENTICATIONFAILED', 'credentials'],
])('IMAP: “%s” to a password is a problem of its own kind: %s', async (code, problem) => {
  const { at } = await scripted('imap', {
    greeting: '* OK [CAPABILITY IMAP4rev1] ready',
    LOGIN: (socket, line) => socket.write(`${line.split(' ')[0]} NO [${code}] not now\r\n`),
  });
  await expect(mailboxes.open(at)).rejects.toMatchObject({ problem });
});

test('IMAP: an answer that is announced as larger than anything we ask for is not waited for', async () => {
  const { at } = await scripted('imap', {
    greeting: '* OK [CAPABILITY IMAP4rev1] ready',
    LIST: (socket) => socket.write(`* LIST () "/" {9000000}\r\n${'x'.repeat(100)}`),
  });
  await expect(mailboxes.open(at)).rejects.toMatchObject({ problem: 'protocol' });
});
