import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';

/** What answers are made of: equal marks, equal answers, but for what `mark` leaves out. */
export interface Mark {
  readonly counted: string;
  readonly calendar: string;
}

/**
 * The last event of the log, and how many events each stage has applied: what was counted, and who is whom. Events of people who
 * were erased, and merges that a member undid, change neither.
 */
const mark = `
  select o.time_zone || ' ' || o.week_start as calendar,
    concat_ws(' ', (select e.received_at::text || ' ' || e.id from events e where e.organization_id = o.id
        order by e.received_at desc, e.id desc limit 1),
      (select string_agg(s.stage || ' ' || s.applied, ' ' order by s.stage) from event_stages s where s.organization_id = o.id)) as counted
  from organizations o where o.id = current_organization()`;

/** Reads how far the organization's events have come, by the ends of two indexes. */
@Injectable()
export class CountedMark {
  constructor(private readonly db: TenantDb) {}

  async read(gone: AbortSignal): Promise<Mark> {
    const [row] = await this.db.transactionUntil(gone, () => this.db.rowsByKey<Mark>(mark, []));
    if (!row) throw new Error('A statement about the organization itself returns one row.');
    return row;
  }
}
