import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { nextLookMs, pausesMailbox, wordsForMailboxProblem } from '@engagex/domain/bounce-mailboxes';
import { afterCommit, currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { MailboxError } from '../../ports/mailboxes.ts';
import { Notifications } from '../notifications/index.ts';
import { Receipts } from '../receipts/index.ts';
import { ReturnPaths } from '../transports/index.ts';
import { claimMailbox, mailboxFailed, mailboxRead, purgeMailbox } from './bounce-mailboxes.queries.ts';
import { type ClaimedMailbox, serverOf } from './mailbox-row.ts';
import { longestReadMs, ReadMailbox, type WasRead } from './read-mailbox.ts';

/** Whoever has not said anything by then has died over it. */
const leaseMs = longestReadMs + 60_000;
/** While a message is on its way to a plus address, the mailbox is read more often; after this long it is given up. */
const plusTestMs = 10 * 60_000;
const soonMs = 10_000;
/** How long a deleted mailbox can be restored. */
export const restorableMs = 3_600_000;

/** Reads a mailbox of an organization when it is due, and remembers how that went. */
@Injectable()
export class CheckBounceMailbox {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly box: SecretBox,
    private readonly mailboxes: ReadMailbox,
    private readonly receipts: Receipts,
    private readonly returnPaths: ReturnPaths,
    private readonly notifications: Notifications,
  ) {}

  /** Outside of any transaction. */
  async check(id: string): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + leaseMs);
    const mailbox = await this.db.transaction(async () => {
      await this.db.affected(purgeMailbox, [id, new Date(now.getTime() - restorableMs)]);
      return this.db.row<ClaimedMailbox>(claimMailbox, [id, now, until]);
    });
    if (!mailbox) return;
    try {
      await this.#record(mailbox, until, await this.#read(mailbox));
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error; // ours, such as a database that is away: the claim ends by itself
      await this.#recordFailure(mailbox, until, error);
    }
  }

  #read(mailbox: ClaimedMailbox): Promise<WasRead> {
    const { organizationId } = currentScope();
    return this.mailboxes.read({
      server: serverOf(mailbox, this.box, this.config),
      address: mailbox.address,
      place: mailbox.place,
      afterwards: mailbox.afterwards,
      plusTestId: mailbox.plusAddresses === 'testing' ? mailbox.plusTestId : null,
      isOurs: async (deliveryId) => (await this.receipts.ownerOf(deliveryId)) === organizationId,
    });
  }

  #record(mailbox: ClaimedMailbox, until: Date, read: WasRead): Promise<void> {
    const now = this.clock.now();
    const plus = this.#plusAfter(mailbox, read.plusTest, now);
    const isTesting = mailbox.plusAddresses === 'testing' && plus === null;
    const nextMs = read.hasMore ? 0 : isTesting ? soonMs : nextLookMs(0);
    const next = new Date(now.getTime() + nextMs);
    return this.db.transaction(async () => {
      const { id, transportId, problem } = mailbox;
      const place = read.place && JSON.stringify(read.place);
      const noted = [id, until, now, next, place, read.taken, read.skipped, plus];
      if ((await this.db.affected(mailboxRead, noted)) === 0) return; // its settings were changed meanwhile
      if (plus === 'work') await this.returnPaths.changed(transportId);
      if (mailbox.toldAt) await this.#tell(id, 'mailbox_mended', '');
      if (problem !== null) this.log.info({ mailbox: id }, 'a bounce mailbox can be read again');
      afterCommit(() => this.live.publish('bounce-mailboxes', id));
    });
  }

  #recordFailure(mailbox: ClaimedMailbox, until: Date, { problem, message }: MailboxError): Promise<void> {
    const { id, failures } = mailbox;
    const now = this.clock.now();
    const isPaused = pausesMailbox(problem);
    const response = message.replaceAll('\0', '');
    const next = isPaused ? null : new Date(now.getTime() + nextLookMs(failures + 1));
    return this.db.transaction(async () => {
      const plus = this.#plusAfter(mailbox, null, now);
      const noted = [id, until, now, next, problem, response || null, plus, isPaused ? now : null];
      if ((await this.db.affected(mailboxFailed, noted)) === 0) return;
      if (isPaused && !mailbox.toldAt) {
        const words = wordsForMailboxProblem(problem, mailbox);
        await this.#tell(id, 'mailbox_paused', response ? `${words}\n\nThe server said: ${response}` : words);
      }
      if (problem !== mailbox.problem)
        this.log.warn({ mailbox: id, problem, response: message, isPaused }, 'a bounce mailbox cannot be read');
      afterCommit(() => this.live.publish('bounce-mailboxes', id));
    });
  }

  #tell(bounceMailboxId: string, kind: 'mailbox_paused' | 'mailbox_mended', why: string): Promise<void> {
    return this.notifications.raiseAboutConnection({ bounceMailboxId }, kind, { why, except: null });
  }

  /** What turned out about plus addresses; null for nothing. */
  #plusAfter(
    { plusAddresses, plusTestedAt }: ClaimedMailbox,
    test: WasRead['plusTest'],
    now: Date,
  ): 'work' | 'fail' | null {
    if (plusAddresses !== 'testing') return null;
    if (test !== null) return test === 'arrived' ? 'work' : 'fail';
    return now.getTime() - (plusTestedAt?.getTime() ?? 0) > plusTestMs ? 'fail' : null;
  }
}
