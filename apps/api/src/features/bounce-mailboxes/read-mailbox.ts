import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  type Afterwards,
  Mailboxes,
  type MailboxPlace,
  type MailboxServer,
  type OpenMailbox,
} from '../../ports/mailboxes.ts';
import { inboundLimits, InboundMails, OurReports } from '../inbound/index.ts';

/** A mailbox to be read, and whose reports are taken from it. */
export interface Reading {
  readonly server: MailboxServer;
  /** The mailbox's own. */
  readonly address: string;
  readonly place: MailboxPlace | null;
  readonly afterwards: Afterwards;
  /** What the message that tries plus addresses is called, while one is under way. */
  readonly plusTestId: string | null;
  /** Whether a report about this message is taken. */
  readonly isOurs: (deliveryId: string) => Promise<boolean>;
}

export interface WasRead {
  readonly place: MailboxPlace | null;
  readonly taken: number;
  /** Too large to be read. */
  readonly skipped: number;
  /** What became of the message that tries plus addresses. */
  readonly plusTest: 'arrived' | 'bounced' | null;
  readonly hasMore: boolean;
}

const pageSize = 100;
const mostPages = 10;
/** What the inbound listener refuses, too: a report that carries more has somebody's attachments. */
const largestBytes = 10 * 1024 * 1024;
/** However slowly a server answers, it is left after this long, and read on with the next look. */
export const longestReadMs = 90_000;
const enoughMs = 30_000;

/** Reads one mailbox: takes reports about our messages and leaves everything else as it is. */
@Injectable()
export class ReadMailbox implements BeforeApplicationShutdown {
  readonly #open = new Set<OpenMailbox>();

  constructor(
    private readonly mailboxes: Mailboxes,
    private readonly mails: InboundMails,
    private readonly reports: OurReports,
  ) {}

  /**
   * Each report is stored before it is moved, flagged or deleted, and the place is for the caller to store after that: whatever
   * is interrupted is read again, and stored once. Throws a `MailboxError`.
   */
  async read(reading: Reading): Promise<WasRead> {
    const mailbox = await this.mailboxes.open(reading.server);
    const late = setTimeout(() => mailbox.abort(), longestReadMs);
    this.#open.add(mailbox);
    try {
      const read = await this.#pages(mailbox, reading);
      await mailbox.finish();
      return read;
    } finally {
      clearTimeout(late);
      this.#open.delete(mailbox);
      mailbox.abort();
    }
  }

  beforeApplicationShutdown(): void {
    for (const mailbox of this.#open) mailbox.abort();
  }

  async #pages(mailbox: OpenMailbox, reading: Reading): Promise<WasRead> {
    const began = performance.now();
    const gone = new Set<number>();
    let read: WasRead = { place: reading.place, taken: 0, skipped: 0, plusTest: null, hasMore: true };
    for (let count = 0; count < mostPages && read.hasMore && performance.now() - began < enoughMs; count += 1) {
      const page = await mailbox.after(read.place, pageSize);
      const { keys, ...found } = await this.#take(mailbox, reading, page.messages);
      await mailbox.settle(keys, reading.afterwards);
      if (reading.afterwards === 'delete') for (const key of keys) gone.add(key);
      read = {
        place: page.placeAfter(gone),
        taken: read.taken + found.taken,
        skipped: read.skipped + found.skipped,
        plusTest: found.plusTest ?? read.plusTest,
        hasMore: page.hasMore,
      };
    }
    return read;
  }

  /** Stores what is ours; resolves to what may be touched. */
  async #take(
    mailbox: OpenMailbox,
    { address, plusTestId, isOurs }: Reading,
    messages: Awaited<ReturnType<OpenMailbox['after']>>['messages'],
  ) {
    const keys: number[] = [];
    let [taken, skipped] = [0, 0];
    let plusTest: WasRead['plusTest'] = null;
    for (const { key, bytes, header } of messages) {
      const { sentTo, isOfSystem } = this.reports.headOf(header);
      if (!isOfSystem && sentTo === null) continue;
      if (bytes > largestBytes) {
        skipped += 1;
        continue;
      }
      const raw = await mailbox.contentOf(key, inboundLimits.keptBytes);
      const subject = raw && this.reports.subjectOf(raw, address);
      if (plusTestId !== null && (subject ?? sentTo) === plusTestId) {
        plusTest = subject === null ? 'arrived' : 'bounced';
        keys.push(key);
      } else if (raw && subject !== null && (await isOurs(subject))) {
        await this.mails.keep({ purpose: 'return', recipient: address, deliveryId: subject, raw });
        taken += 1;
        keys.push(key);
      }
    }
    return { keys, taken, skipped, plusTest };
  }
}
