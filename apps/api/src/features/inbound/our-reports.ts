import { Injectable } from '@nestjs/common';
import { OurOwnMarks } from './our-own-marks.ts';
import { type MailKind, type ReadHead, readHead, readMail } from './parsing/index.ts';

const reports: ReadonlySet<MailKind> = new Set(['dsn', 'bounce', 'complaint', 'feedback']);

/** Tells reports about our messages from all other mail in a mailbox. */
@Injectable()
export class OurReports {
  constructor(private readonly marks: OurOwnMarks) {}

  headOf(header: Uint8Array): ReadHead {
    return readHead(header, this.marks);
  }

  /**
   * The message that a mail is a report about; null for any other mail, whatever it quotes: automatic replies, answers of
   * people, reports about messages without a mark of ours. It is read as it will be once it is stored.
   */
  subjectOf(raw: Uint8Array, recipient: string): string | null {
    const { kind, deliveryId } = readMail({ raw, envelopeTo: [recipient] }, this.marks);
    return reports.has(kind) ? deliveryId : null;
  }
}
