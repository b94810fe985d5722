import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import type { Report } from '@engagex/domain/receipts';
import { Receipts } from '../receipts/index.ts';
import { inboundLimits as limits } from './inbound-limits.ts';
import { giveUpMails, settleMails, takeMailAlone, takeMails } from './inbound.queries.ts';
import { OurOwnMarks } from './our-own-marks.ts';
import { readMail } from './parsing/index.ts';
import type { Purpose } from './purpose-of-address.ts';
import { reportsOfMail } from './reports-of-mail.ts';

/** A stored mail whose turn it is. */
export interface TakenMail {
  readonly id: string;
  readonly digest: Buffer;
  readonly purpose: Purpose;
  readonly recipient: string;
  readonly deliveryId: string | null;
  readonly raw: Buffer | null;
  readonly attempts: number;
  readonly receivedAt: Date;
}

/** Reads a mail of a purpose of its own, such as a report about a domain; resolves to what it turned out to be. May come again. */
export type MailReader = (mail: TakenMail) => Promise<string>;

/** A mail that names a message, and what it reports of it. */
export interface MarkedMail {
  readonly deliveryId: string;
  readonly reports: readonly Report[];
  readonly receivedAt: Date;
}
/** May get the same mail again. */
export type MarkedMailWatcher = (mails: readonly MarkedMail[]) => Promise<void>;

const atOnce = 200;

/**
 * Reads what was stored and applies what it reports. Whatever is interrupted comes again, and comes to the same. What was
 * interrupted often comes alone: the others do not fail with it, and workers that die of something else lose no mail.
 */
@Injectable()
export class ReadMails {
  readonly #readers = new Map<Purpose, MailReader>();
  readonly #watchers: MarkedMailWatcher[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly receipts: Receipts,
    private readonly marks: OurOwnMarks,
  ) {}

  /** For mail that is about something else than messages. */
  use(purpose: Purpose, reader: MailReader): void {
    this.#readers.set(purpose, reader);
  }

  /** For mail that names a message which is neither a delivery nor a single message. */
  watch(watcher: MarkedMailWatcher): void {
    this.#watchers.push(watcher);
  }

  /** Resolves to how many were read. */
  async run(): Promise<number> {
    const mails = await this.#take(takeMails, atOnce);
    await this.#read(mails);
    const alone = await this.#take(takeMailAlone, 1);
    const isTooOften = alone.some(({ attempts }) => attempts > limits.attempts + limits.attemptsAlone);
    await (isTooOften ? this.#giveUp(alone) : this.#read(alone));
    return mails.length + alone.length;
  }

  async #take(which: string, most: number): Promise<readonly TakenMail[]> {
    const values = [most, this.config.DELIVERY_LEASE_SECONDS, limits.attempts];
    const [mails]: [readonly TakenMail[], number] = await this.source.query(which, values);
    return mails;
  }

  async #read(mails: readonly TakenMail[]): Promise<void> {
    const own = mails.filter(({ purpose }) => !this.#readers.has(purpose));
    if (own.length > 0) await this.#apply(own);
    for (const mail of mails) {
      const reader = this.#readers.get(mail.purpose);
      if (reader) await this.#settle([{ id: mail.id, outcome: await reader(mail), deliveryId: null }]);
    }
  }

  async #apply(mails: readonly TakenMail[]): Promise<void> {
    const read = mails.map((mail) => {
      const envelopeTo = [mail.recipient];
      const about = readMail({ raw: mail.raw ?? new Uint8Array(), envelopeTo }, this.marks);
      return {
        id: mail.id,
        outcome: about.kind,
        deliveryId: about.deliveryId,
        reports: reportsOfMail(about, mail.digest.toString('base64url'), mail.receivedAt),
        receivedAt: mail.receivedAt,
      };
    });
    const applied = await this.receipts.apply(read.flatMap(({ reports }) => reports));
    const marked = read.flatMap((each): MarkedMail[] => {
      const { deliveryId, reports, receivedAt } = each;
      return deliveryId && reports.length > 0 ? [{ deliveryId, reports, receivedAt }] : [];
    });
    if (applied.foreign > 0) for (const watcher of this.#watchers) await watcher(marked);
    await this.#settle(read);
    const unmarked = read.filter(({ deliveryId }) => deliveryId === null).length;
    if (unmarked + applied.foreign > 0)
      this.log.info(
        { mails: read.length, unmarked, foreign: applied.foreign },
        'mail came in that is about no message of ours',
      );
  }

  async #settle(
    read: readonly { readonly id: string; readonly outcome: string; readonly deliveryId: string | null }[],
  ) {
    await this.source.query(settleMails, [
      read.map(({ id }) => id),
      read.map(({ outcome }) => outcome),
      read.map(({ deliveryId }) => deliveryId),
    ]);
  }

  async #giveUp(mails: readonly TakenMail[]): Promise<void> {
    if (mails.length === 0) return;
    this.log.error({ mails: mails.map(({ id }) => id) }, 'mail that came in could not be read');
    await this.source.query(giveUpMails, [
      mails.map(({ id }) => id),
      `It was tried ${limits.attempts} times with others and ${limits.attemptsAlone} times alone.`,
    ]);
  }
}
