import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type MailboxTest, plusAddress } from '@engagex/domain/bounce-mailboxes';
import { domainOf, escapeHtml, notFound, onOneLine } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { MailboxError, Mailboxes } from '../../ports/mailboxes.ts';
import { ReturnPathTokens, TransportSelection } from '../transports/index.ts';
import { mailboxMended, mailboxToTest, plusTestBegun, plusTestEnded } from './bounce-mailboxes.queries.ts';
import { type MailboxAccess, serverOf } from './mailbox-row.ts';
import { MailboxWakeUps } from './mailbox-wake-ups.ts';

interface Tester {
  readonly name: string;
  readonly sender: string;
}

const testerOf = `
  select o.name, coalesce(nullif(o.sender_email, ''), u.email) as sender
  from users u join organizations o on o.id = current_organization() where u.id = $1`;

/** Signs in to a mailbox, and sends it a message at a plus address: the next looks see whether it arrives. */
@Injectable()
export class TestBounceMailbox {
  readonly #tokens: ReturnPathTokens;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly box: SecretBox,
    private readonly mailboxes: Mailboxes,
    private readonly transports: TransportSelection,
    private readonly wakeUps: MailboxWakeUps,
  ) {
    this.#tokens = new ReturnPathTokens(config.TRACKING_SECRET);
  }

  /** Opens its own transactions: none is held while servers are asked. */
  async test(id: string): Promise<MailboxTest> {
    const access = await this.db.transaction(() => this.db.row<MailboxAccess>(mailboxToTest, [id]));
    if (!access) throw notFound('bounce-mailbox');
    const nothing = { folders: [], messageCount: null, plusTest: 'not_sent', plusDetail: null } as const;
    try {
      const found = await this.#signIn(access);
      await this.#mend(access);
      return { ...nothing, isReachable: true, problem: null, detail: null, ...found, ...(await this.#tryPlus(access)) };
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      return { ...nothing, isReachable: false, problem: error.problem, detail: error.message || null, folders: [] };
    }
  }

  async #signIn(access: MailboxAccess) {
    const mailbox = await this.mailboxes.open(serverOf(access, this.box, this.config));
    const { folders, messageCount } = mailbox;
    mailbox.abort();
    return { folders: [...folders], messageCount };
  }

  #mend({ id, address }: MailboxAccess): Promise<void> {
    return this.db.transaction(async () => {
      await this.db.rows(mailboxMended, [id, this.clock.now()]);
      noteAudit({ after: { address } });
      afterCommit(() => this.live.publish('bounce-mailboxes', id));
    });
  }

  async #tryPlus({ id, transportId, address }: MailboxAccess): Promise<Pick<MailboxTest, 'plusTest' | 'plusDetail'>> {
    const testId = randomUUID();
    const to = plusAddress(address, this.#tokens.tokenFor(testId));
    if (!to) return { plusTest: 'too_long', plusDetail: null };
    const { transport, tester } = await this.db.transaction(async () => {
      await this.db.rows(plusTestBegun, [id, testId, this.clock.now()]);
      return {
        transport: await this.transports.toTest(transportId),
        tester: await this.db.row<Tester>(testerOf, [currentUserId()]),
      };
    });
    if (!transport || !tester) throw notFound('bounce-mailbox');
    const { kind, response } = await transport.mail.send(messageTo(to, testId, tester));
    const isSent = kind === 'accepted' || kind === 'unknown';
    if (!isSent)
      await this.db.transaction(() =>
        this.db.rows(plusTestEnded, [id, testId, kind === 'rejected' ? 'fail' : 'unknown']),
      );
    this.live.publish('bounce-mailboxes', id);
    await this.wakeUps.wake(id);
    return { plusTest: isSent ? 'sent' : 'rejected', plusDetail: response };
  }
}

function messageTo(to: string, testId: string, { name, sender }: Tester) {
  const words = `EngageX sent this message to see whether mail to ${to} arrives in this mailbox. It needs no answer.`;
  return {
    deliveryId: testId,
    from: { name: onOneLine(name), address: sender },
    to: { name: '', address: to },
    subject: 'Test of a bounce mailbox',
    text: words,
    html: `<p>${escapeHtml(words)}</p>`,
    messageId: `<${testId}@${domainOf(sender)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
