import { Injectable } from '@nestjs/common';
import { AskAboutEverybody } from './ask-about-everybody.ts';
import { AskAboutTouched } from './ask-about-touched.ts';
import { ReadChanges } from './read-changes.ts';

/** Brings what is recorded up to date, and tells it to readers. */
@Injectable()
export class MembershipTurns {
  constructor(
    private readonly touched: AskAboutTouched,
    private readonly everybody: AskAboutEverybody,
    private readonly changes: ReadChanges,
  ) {}

  /**
   * Everything that is due in the scope's organization, until nothing is or the process is to end. One segment asked about
   * everybody waits for whoever changed at most once.
   */
  async run(ending: AbortSignal): Promise<void> {
    for (let isMore = true; isMore && !ending.aborted;) {
      const wasTouched = await this.touched.next();
      const wasEverybody = await this.everybody.next();
      await this.changes.run(ending);
      isMore = wasTouched || wasEverybody;
    }
  }
}
