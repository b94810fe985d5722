import { isIP } from 'node:net';
import { ImapFlow } from 'imapflow';
import {
  type Afterwards,
  folderOfTaken,
  MailboxError,
  type MailboxPage,
  type MailboxPlace,
  type OpenMailbox,
} from '../../ports/mailboxes.ts';
import type { LocatedServer } from './located-server.ts';
import { problemOfConnection } from './problem-of-connection.ts';

/** How many of the newest messages are read for the first time, or after the server has numbered all of them anew. */
const mostAtFirst = 1_000;
/** UIDs are asked about in windows, so that the answer about a mailbox with a million new messages stays small. */
const windowOfUids = 20_000;
const mostHeaderBytes = 64 * 1024;
const mostLiteralBytes = 2 * 1024 * 1024;
const mostFolders = 200;

/** Refusals to sign in that say nothing of the password (RFC 5530, 3). */
const notNow = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);

/** Signs in by IMAP (RFC 3501, 9051) and selects the folder. Throws a `MailboxError`. */
export async function openImap(server: LocatedServer): Promise<OpenMailbox> {
  const client = new ImapFlow({
    host: server.address,
    port: server.port,
    ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
    secure: server.security === 'tls',
    ...(server.security === 'tls' ? {} : { doSTARTTLS: server.security === 'starttls' }),
    auth: { user: server.username, pass: server.password },
    logger: false,
    disableAutoIdle: true,
    disableCompression: true,
    connectionTimeout: server.timeoutMs,
    greetingTimeout: server.timeoutMs,
    socketTimeout: server.timeoutMs,
    maxLiteralSize: mostLiteralBytes,
    maxLineLength: mostLiteralBytes,
    maxResponseSize: 2 * mostLiteralBytes,
  });
  client.on('error', () => {}); // the command under way fails with it
  try {
    await client.connect();
    const folders = (await client.list({ listOnly: true })).slice(0, mostFolders).map(({ path }) => path);
    await select(client, server.folder);
    return new ImapMailbox(client, folders);
  } catch (error) {
    client.close();
    throw problemOf(error, server);
  }
}

async function select(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.mailboxOpen(folder);
  } catch (error) {
    const { responseStatus, mailboxMissing, responseText = '' } = error as ImapProblem; // of the library
    if (mailboxMissing || responseStatus === 'NO') throw new MailboxError('folder', responseText, error);
    throw error;
  }
}

interface ImapProblem {
  readonly responseStatus?: string;
  readonly responseText?: string;
  readonly mailboxMissing?: boolean;
  readonly authenticationFailed?: boolean;
  readonly tlsFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly code?: string;
  readonly message?: string;
  readonly response?: unknown;
}

function problemOf(error: unknown, { security }: Pick<LocatedServer, 'security'>): MailboxError {
  if (error instanceof MailboxError) return error;
  const {
    authenticationFailed,
    tlsFailed,
    serverResponseCode = '',
    response,
    responseText,
    code,
  } = error as ImapProblem; // of the library
  if (authenticationFailed) {
    const words = responseText ?? (typeof response === 'string' ? response : '');
    return new MailboxError(notNow.has(serverResponseCode) ? 'busy' : 'credentials', withoutTag(words), error);
  }
  const other = problemOfConnection(error);
  const saysTls = tlsFailed === true || (code === undefined && security === 'starttls' && /tls/i.test(other.message));
  return saysTls && other.problem === 'protocol' ? new MailboxError('encryption', other.message, error) : other;
}

function withoutTag(words: string): string {
  return words.replace(/^\S+ (?:NO|BAD) /, '').slice(0, 300);
}

class ImapMailbox implements OpenMailbox {
  readonly folders: readonly string[];
  readonly #client: ImapFlow;

  constructor(client: ImapFlow, folders: readonly string[]) {
    this.#client = client;
    this.folders = folders;
  }

  get messageCount(): number {
    return this.#selected().exists;
  }

  async after(place: MailboxPlace | null, most: number): Promise<MailboxPage> {
    return this.#asking(async () => {
      const { uidValidity, uidNext } = this.#selected();
      const validity = String(uidValidity);
      const isSame = place?.kind === 'imap' && place.validity === validity;
      const from = isSame ? place.uid : await this.#newest();
      const end = Math.min(from + windowOfUids, Math.max(uidNext - 1, from));
      const found = end > from ? await this.#uidsBetween(from + 1, end) : [];
      const uids = found.slice(0, most);
      const upTo = found.length > uids.length ? uids.at(-1)! : end;
      const messages = await this.#headersOf(uids);
      return { messages, placeAfter: () => ({ kind: 'imap', validity, uid: upTo }), hasMore: upTo < uidNext - 1 };
    });
  }

  contentOf(uid: number, mostBytes: number): Promise<Buffer | null> {
    return this.#asking(async () => {
      const message = await this.#client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: mostBytes } },
        { uid: true },
      );
      return message ? (message.source ?? null) : null;
    });
  }

  settle(uids: readonly number[], how: Afterwards): Promise<void> {
    return this.#asking(async () => {
      if (uids.length === 0 || (how !== 'move' && how !== 'flag')) return;
      const range = uids.join(',');
      if (how === 'move' && (await this.#move(range))) return;
      await this.#client.messageFlagsAdd(range, ['\\Flagged'], { uid: true });
    });
  }

  async finish(): Promise<void> {
    await this.#client.logout();
  }

  abort(): void {
    this.#client.close();
  }

  /** Without UIDPLUS, taking messages away would take away what others have marked as deleted, too (RFC 4315, 2.1). */
  async #move(range: string): Promise<boolean> {
    const { capabilities } = this.#client;
    if (!capabilities.has('MOVE') && !capabilities.has('UIDPLUS') && !capabilities.has('IMAP4REV2')) return false;
    try {
      await this.#client.mailboxCreate(folderOfTaken);
    } catch {
      return false; // they are flagged instead
    }
    return Boolean(await this.#client.messageMove(range, folderOfTaken, { uid: true }));
  }

  /** The UID before the newest messages. */
  async #newest(): Promise<number> {
    const { exists, uidNext } = this.#selected();
    if (exists <= mostAtFirst) return 0;
    const first = await this.#client.fetchOne(String(exists - mostAtFirst + 1), { uid: true });
    return (first ? first.uid : uidNext) - 1;
  }

  async #uidsBetween(first: number, last: number): Promise<number[]> {
    const found = await this.#client.search({ uid: `${first}:${last}` }, { uid: true });
    if (!found) throw new MailboxError('protocol', 'The server refused to search the folder.');
    return found.filter((uid) => uid >= first && uid <= last).toSorted((a, b) => a - b);
  }

  async #headersOf(uids: readonly number[]) {
    if (uids.length === 0) return [];
    const query = { uid: true, size: true, bodyParts: [{ key: 'header', maxLength: mostHeaderBytes }] };
    const fetched = await this.#client.fetchAll(uids.join(','), query, { uid: true });
    return fetched
      .map(({ uid, size, bodyParts, headers }) => ({
        key: uid,
        bytes: size ?? 0,
        header: bodyParts?.get('header') ?? headers ?? Buffer.alloc(0),
      }))
      .toSorted((a, b) => a.key - b.key);
  }

  #selected() {
    const { mailbox } = this.#client;
    if (!mailbox) throw new MailboxError('folder', '');
    return mailbox;
  }

  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw problemOf(error, { security: 'tls' });
    }
  }
}
