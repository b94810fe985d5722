import {
  type Afterwards,
  type ListedMessage,
  MailboxError,
  type MailboxPage,
  type MailboxPlace,
  type OpenMailbox,
} from '../../ports/mailboxes.ts';
import type { LocatedServer } from './located-server.ts';
import { Pop3Connection, Pop3Refusal } from './pop3-connection.ts';
import { problemOfConnection } from './problem-of-connection.ts';

const mostAtFirst = 1_000;
/** So many of the last ids are remembered: the others may be deleted, and one of them still tells where we were. */
const idsRemembered = 100;
const mostMessages = 500_000;
const mostHeaderBytes = 64 * 1024;

/** Signs in by POP3 (RFC 1939, 2449, 2595). Throws a `MailboxError`. */
export async function openPop3(server: LocatedServer): Promise<OpenMailbox> {
  let connection: Pop3Connection | null = null;
  try {
    connection = await Pop3Connection.open(server);
    if (server.security === 'starttls') await encrypt(connection);
    await signIn(connection, server);
    return new Pop3Mailbox(connection, await listed(connection));
  } catch (error) {
    connection?.destroy();
    throw error instanceof Pop3Refusal
      ? new MailboxError('unsupported', error.message, error)
      : problemOfConnection(error);
  }
}

async function encrypt(connection: Pop3Connection): Promise<void> {
  try {
    await connection.encrypt();
  } catch (error) {
    throw error instanceof Pop3Refusal ? new MailboxError('encryption', error.message, error) : error;
  }
}

async function signIn(connection: Pop3Connection, { username, password }: LocatedServer): Promise<void> {
  try {
    await connection.command(`USER ${username}`);
    await connection.command(`PASS ${password}`);
  } catch (error) {
    if (!(error instanceof Pop3Refusal)) throw error;
    // RFC 2449, 8.1 and RFC 3206, 4: it is not the password.
    const isBusy = /^\[(?:IN-USE|LOGIN-DELAY|SYS\/TEMP)\]/i.test(error.message);
    throw new MailboxError(isBusy ? 'busy' : 'credentials', error.message.replace(/^\[[^\]]*\]\s*/, ''), error);
  }
}

interface Entry {
  /** The message number in this session. */
  readonly key: number;
  readonly id: string;
  readonly bytes: number;
}

/** All messages in the order in which they came, by their unique ids. */
async function listed(connection: Pop3Connection): Promise<readonly Entry[]> {
  const bytes = new Map<number, number>();
  const ids: [number, string][] = [];
  const eachOf = (use: (key: number, word: string) => void) => {
    let count = 0;
    return (line: Buffer) => {
      const [, key, word] = /^(\d{1,9}) (\S{1,100})/.exec(line.toString('latin1')) ?? [];
      if (key && word) use(Number(key), word);
      count += 1;
      if (count > mostMessages)
        throw new MailboxError('protocol', `The mailbox has more than ${mostMessages} messages.`);
    };
  };
  await connection.commandWithLines(
    'LIST',
    eachOf((key, size) => bytes.set(key, Number(size))),
  );
  await connection.commandWithLines(
    'UIDL',
    eachOf((key, id) => ids.push([key, id])),
  );
  return ids.map(([key, id]) => ({ key, id, bytes: bytes.get(key) ?? 0 })).toSorted((a, b) => a.key - b.key);
}

class Pop3Mailbox implements OpenMailbox {
  readonly folders = ['INBOX'];
  readonly #connection: Pop3Connection;
  readonly #entries: readonly Entry[];

  constructor(connection: Pop3Connection, entries: readonly Entry[]) {
    this.#connection = connection;
    this.#entries = entries;
  }

  get messageCount(): number {
    return this.#entries.length;
  }

  async after(place: MailboxPlace | null, most: number): Promise<MailboxPage> {
    const entries = this.#entries;
    const first = this.#firstAfter(place);
    const end = Math.min(first + most, entries.length);
    const messages: ListedMessage[] = [];
    for (const { key, bytes } of entries.slice(first, end)) {
      const header = await this.#top(key, { lines: 0, mostBytes: mostHeaderBytes });
      if (header) messages.push({ key, bytes, header });
    }
    const placeAfter = (gone: ReadonlySet<number>): MailboxPlace => {
      const left = entries.slice(0, end).filter(({ key }) => !gone.has(key));
      return { kind: 'pop3', ids: left.slice(-idsRemembered).map(({ id }) => id) };
    };
    return { messages, placeAfter, hasMore: end < entries.length };
  }

  /** TOP, for RETR would have some servers count the message as read. */
  contentOf(key: number, mostBytes: number): Promise<Buffer | null> {
    return this.#top(key, { lines: Math.ceil(mostBytes / 40), mostBytes });
  }

  async settle(keys: readonly number[], how: Afterwards): Promise<void> {
    if (how !== 'delete') return;
    for (const key of keys) await this.#asking(() => this.#connection.command(`DELE ${key}`));
  }

  async finish(): Promise<void> {
    await this.#asking(() => this.#connection.command('QUIT'));
    this.#connection.destroy();
  }

  abort(): void {
    this.#connection.destroy();
  }

  /** After the last message that is known; where none is known any more, the newest. */
  #firstAfter(place: MailboxPlace | null): number {
    const known = new Set(place?.kind === 'pop3' ? place.ids : []);
    const last = this.#entries.findLastIndex(({ id }) => known.has(id));
    return last === -1 ? Math.max(0, this.#entries.length - mostAtFirst) : last + 1;
  }

  /** Null for a message that the server does not give. */
  async #top(key: number, { lines, mostBytes }: { lines: number; mostBytes: number }): Promise<Buffer | null> {
    const kept: Buffer[] = [];
    let bytes = 0;
    const keep = (line: Buffer) => {
      if (bytes < mostBytes) kept.push(line, lineEnd);
      bytes += line.length + lineEnd.length;
    };
    try {
      await this.#connection.commandWithLines(`TOP ${key} ${lines}`, keep);
    } catch (error) {
      if (error instanceof Pop3Refusal) return null;
      throw problemOfConnection(error);
    }
    return Buffer.concat(kept).subarray(0, mostBytes);
  }

  async #asking(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
    } catch (error) {
      throw error instanceof Pop3Refusal
        ? new MailboxError('protocol', error.message, error)
        : problemOfConnection(error);
    }
  }
}

const lineEnd = Buffer.from('\r\n');
