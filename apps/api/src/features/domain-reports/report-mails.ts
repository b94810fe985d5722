import { Injectable } from '@nestjs/common';
import { DomainError } from '@engagex/domain/shared';
import { attachmentsIn, ReadMails } from '../inbound/index.ts';
import { TakeReports } from './take-reports.ts';

/** Reports that come by mail, to `dmarc@` the bounce host: each file in such a mail is one. */
@Injectable()
export class ReportMails {
  constructor(
    mails: ReadMails,
    private readonly reports: TakeReports,
  ) {
    mails.use('dmarc', ({ raw }) => this.#read(raw ?? new Uint8Array()));
  }

  /** Resolves to what the mail turned out to be. */
  async #read(raw: Uint8Array): Promise<string> {
    let outcome = 'no_report';
    for (const { bytes, fileName } of attachmentsIn(raw)) {
      const arrived = await this.reports.takeReport(bytes, fileName).catch((error: unknown) => {
        if (error instanceof DomainError && error.kind === 'invalid') return []; // no report; it is none the next time either
        throw error;
      });
      if (arrived.some(({ organizationId }) => organizationId !== null)) outcome = 'report';
      else if (arrived.length > 0 && outcome === 'no_report') outcome = 'foreign_report';
    }
    return outcome;
  }
}
