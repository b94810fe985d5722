import type { MailboxKind, MailboxProblem } from '@engagex/domain/bounce-mailboxes';
import type { Security } from '@engagex/domain/transports';

/** How to reach a mailbox. */
export interface MailboxServer {
  readonly kind: MailboxKind;
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly username: string;
  readonly password: string;
  /** Of IMAP; POP3 has the inbox only. */
  readonly folder: string;
  /** Whether it may be in a private network. */
  readonly allowsPrivate: boolean;
}

/** Up to where a mailbox was read: UIDs count within their validity (RFC 9051, 2.3.1.1), unique ids stand for themselves (RFC 1939, 7). */
export type MailboxPlace =
  | { readonly kind: 'imap'; readonly validity: string; readonly uid: number }
  | { readonly kind: 'pop3'; readonly ids: readonly string[] };

/** A message as far as its header says. */
export interface ListedMessage {
  /** What it is called in this session. */
  readonly key: number;
  readonly bytes: number;
  /** The header, or its beginning. */
  readonly header: Buffer;
}

export interface MailboxPage {
  /** The oldest first. */
  readonly messages: readonly ListedMessage[];
  /** Up to where it was read with this page, when `gone` are no longer there. */
  placeAfter(gone: ReadonlySet<number>): MailboxPlace;
  readonly hasMore: boolean;
}

/** What becomes of a message that was taken. */
export type Afterwards = 'move' | 'flag' | 'delete' | 'keep';

/** A mailbox that somebody signed in to. Nothing that only reads changes it, not even whether a message counts as seen. */
export interface OpenMailbox {
  readonly folders: readonly string[];
  readonly messageCount: number;
  /** Up to `most` messages after a place, for the first time or after UIDs were renumbered from the newest of them on. */
  after(place: MailboxPlace | null, most: number): Promise<MailboxPage>;
  /** The first `mostBytes` of a message; null when it is gone. */
  contentOf(key: number, mostBytes: number): Promise<Buffer | null>;
  /** Moves messages to a folder, flags or deletes them; those that cannot be moved are flagged. Doing it again changes nothing. */
  settle(keys: readonly number[], how: Afterwards): Promise<void>;
  /** Ends the session; only then are messages deleted. Throws when nobody knows whether they are. */
  finish(): Promise<void>;
  /** Breaks off at once, from any state. */
  abort(): void;
}

/** Why a mailbox could not be read. The message has the server's own words, or is empty. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
  readonly problem: MailboxProblem;

  constructor(problem: MailboxProblem, words: string, cause?: unknown) {
    super(words, { cause });
    this.problem = problem;
  }
}

/** The folder that messages are moved to. */
export const folderOfTaken = 'EngageX';

/** Signs in to mailboxes by IMAP and POP3. They never lead into a private network, unless that is allowed. */
export abstract class Mailboxes {
  /** Throws a `MailboxError`. */
  abstract open(server: MailboxServer): Promise<OpenMailbox>;
}
