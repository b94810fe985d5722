import type { MailboxServer } from '../../ports/mailboxes.ts';

/** A server whose name was looked up: the connection goes to the very address that was looked at. */
export interface LocatedServer extends MailboxServer {
  readonly address: string;
  /** The longest to wait for an answer. */
  readonly timeoutMs: number;
}
