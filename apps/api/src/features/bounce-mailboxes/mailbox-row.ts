import type { MailboxKind, MailboxProblem } from '@engagex/domain/bounce-mailboxes';
import type { Security } from '@engagex/domain/transports';
import { currentScope } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import type { SecretBox } from '../../platform/secret-box.ts';
import { type Afterwards, MailboxError, type MailboxPlace, type MailboxServer } from '../../ports/mailboxes.ts';

/** A mailbox as it is stored, with what it takes to sign in. */
export interface MailboxAccess {
  readonly id: string;
  readonly transportId: string;
  readonly kind: MailboxKind;
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly username: string;
  readonly folder: string;
  readonly address: string;
  readonly afterwards: Afterwards;
  readonly sealed: Buffer;
  readonly keyId: string;
}

/** One that a worker has claimed. */
export interface ClaimedMailbox extends MailboxAccess {
  readonly place: MailboxPlace | null;
  readonly failures: number;
  readonly problem: MailboxProblem | null;
  readonly plusAddresses: 'unknown' | 'testing' | 'work' | 'fail';
  /** Since when members know that it is paused. */
  readonly toldAt: Date | null;
  readonly plusTestId: string | null;
  readonly plusTestedAt: Date | null;
}

/** What the password of a mailbox is bound to. */
export function purposeOf(mailboxId: string): string {
  return `bounce mailbox ${currentScope().organizationId} ${mailboxId}`;
}

/** How to reach it. Throws a `MailboxError` when the password was sealed with another key. */
export function serverOf(access: MailboxAccess, box: SecretBox, config: Config): MailboxServer {
  const { id, sealed, keyId, kind, host, port, security, username, folder } = access;
  if (keyId !== box.keyId) throw new MailboxError('credentials', 'The stored password cannot be read. Enter it again.');
  const password = box.open(sealed, purposeOf(id));
  const allowsPrivate = config.PRIVATE_NETWORKS;
  return { kind, host, port, security, username, folder, password, allowsPrivate };
}
