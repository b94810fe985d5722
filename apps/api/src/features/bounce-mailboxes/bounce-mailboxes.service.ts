import { Injectable } from '@nestjs/common';
import {
  type BounceMailboxInput,
  bounceMailboxesRoutes,
  type BounceMailboxView,
} from '@engagex/domain/bounce-mailboxes';
import { conflict, DomainError, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { Clock } from '../../ports/clock.ts';
import { ReturnPaths, Senders } from '../transports/index.ts';
import {
  addMailbox,
  changeMailbox,
  deleteMailbox,
  forgetMailboxesOf,
  listMailboxes,
  lockTransport,
  mailboxToTest,
  otherMailbox,
  restoreMailbox,
} from './bounce-mailboxes.queries.ts';
import { restorableMs } from './check-bounce-mailbox.ts';
import { type MailboxAccess, purposeOf } from './mailbox-row.ts';
import { MailboxWakeUps } from './mailbox-wake-ups.ts';

interface Sealed {
  readonly sealed: Buffer;
  readonly keyId: string;
}

@Injectable()
export class BounceMailboxesService {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly senders: Senders,
    private readonly returnPaths: ReturnPaths,
    private readonly wakeUps: MailboxWakeUps,
  ) {
    returnPaths.onTransportDeleted(async (transportId) => {
      await db.rows(forgetMailboxesOf, [transportId]);
    });
  }

  async list(id: string | null = null): Promise<{ items: BounceMailboxView[] }> {
    return { items: await this.db.rows<BounceMailboxView>(listMailboxes, [id]) };
  }

  async get(id: string): Promise<BounceMailboxView> {
    const [mailbox] = (await this.list(id)).items;
    if (!mailbox) throw notFound('bounce-mailbox');
    return mailbox;
  }

  async create({
    transportId,
    mailbox,
  }: ParsedInputOf<typeof bounceMailboxesRoutes.create>): Promise<BounceMailboxView> {
    this.senders.assertNotReserved(mailbox.address, 'address');
    await this.#assertFree(transportId, null);
    if (!mailbox.password) throw passwordMissing('Enter the password.');
    const { id } = (await this.db.row<{ id: string }>('select uuidv7() as id'))!; // a select of one row
    const sealed = this.#seal(id, mailbox.password);
    await this.db.rows(addMailbox, [...columnsOf(transportId, mailbox, sealed), currentUserId(), id]);
    noteAudit({ objectId: id, after: { credentials: 'set' } });
    return this.#changed(id, transportId);
  }

  /** A password is for one server and one user: changing either requires entering it. */
  async update({
    id,
    version,
    mailbox,
  }: ParsedInputOf<typeof bounceMailboxesRoutes.update>): Promise<BounceMailboxView> {
    const edited = { route: bounceMailboxesRoutes.update, lastChange: lastChangeOf('bounce_mailboxes'), id, version };
    await assertUnchanged(this.db, edited, () => this.get(id));
    this.senders.assertNotReserved(mailbox.address, 'address');
    const before = await this.db.row<MailboxAccess>(`${mailboxToTest} for update`, [id]);
    if (!before) throw notFound('bounce-mailbox');
    const sealed = this.#sealedOf(before, mailbox);
    await this.db.rows(changeMailbox, [...columnsOf(before.transportId, mailbox, sealed), currentUserId(), id]);
    if (mailbox.password) noteAudit({ after: { credentials: 'replaced' } });
    return this.#changed(id, before.transportId);
  }

  async delete(id: string): Promise<void> {
    const now = this.clock.now();
    const purgeAt = new Date(now.getTime() + restorableMs);
    const deleted = await this.db.row<{ transportId: string }>(deleteMailbox, [id, now, currentUserId(), purgeAt]);
    if (!deleted) throw notFound('bounce-mailbox');
    await this.returnPaths.changed(deleted.transportId);
    afterCommit(() => this.live.publish('bounce-mailboxes', id));
  }

  async restore(id: string): Promise<BounceMailboxView> {
    const row = await this.db.row<{ transportId: string }>(
      'select transport_id as "transportId" from bounce_mailboxes where id = $1 and deleted_at is not null',
      [id],
    );
    if (!row) throw notFound('bounce-mailbox');
    await this.#assertFree(row.transportId, id);
    await this.db.rows(restoreMailbox, [id, currentUserId()]);
    return this.#changed(id, row.transportId);
  }

  /** Bounces go there, or no longer, and it is read at once. */
  async #changed(id: string, transportId: string): Promise<BounceMailboxView> {
    if ((await this.returnPaths.changed(transportId)) !== 'smtp')
      throw invalid(
        'bounce-mailbox.transport',
        'Choose an SMTP transport of your own. Other transports handle bounces themselves.',
      );
    afterCommit(() => this.live.publish('bounce-mailboxes', id));
    afterCommit(() => this.wakeUps.wake(id));
    return this.get(id);
  }

  async #assertFree(transportId: string, id: string | null): Promise<void> {
    if (!(await this.db.row(lockTransport, [transportId]))) throw notFound('transport');
    if (await this.db.row(otherMailbox, [transportId, id]))
      throw conflict('bounce-mailbox.exists', 'This transport already has a bounce mailbox. Change that one instead.');
  }

  #sealedOf(before: MailboxAccess, mailbox: BounceMailboxInput): Sealed {
    if (mailbox.password) return this.#seal(before.id, mailbox.password);
    const isSame = (['kind', 'host', 'port', 'security', 'username'] as const).every(
      (key) => mailbox[key] === before[key],
    );
    if (!isSame) throw passwordMissing('Enter the password again. It was saved for a different server or username.');
    return before;
  }

  #seal(id: string, password: string): Sealed {
    return { sealed: this.box.seal(password, purposeOf(id)), keyId: this.box.keyId };
  }
}

function columnsOf(transportId: string, mailbox: BounceMailboxInput, { sealed, keyId }: Sealed): unknown[] {
  const { kind, host, port, security, username, folder, address, afterwards } = mailbox;
  const inFolder = kind === 'imap' ? folder : 'INBOX';
  return [transportId, kind, host, port, security, username, inFolder, address, afterwards, sealed, keyId];
}

function passwordMissing(message: string): DomainError {
  return invalid('bounce-mailbox.no-password', message, [{ path: ['mailbox', 'password'], message }]);
}
