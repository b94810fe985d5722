import { Injectable } from '@nestjs/common';
import type { TenantDb } from '@engagex/tenancy';
import { type RecordedChange, SegmentChangeReader } from './segment-change-reader.ts';

/** $1 segments, $2 times, $3 kinds: of one change each. */
const count = `
  insert into segment_change_counts as c (segment_id, quarter_hour, entered, departed)
  select segment_id, date_bin('15 minutes', at, '2000-01-01Z'), count(*) filter (where kind = 'entered'), count(*) filter (where kind = 'left')
  from unnest($1::uuid[], $2::timestamptz[], $3::text[]) as t (segment_id, at, kind) group by 1, 2 order by 1, 2
  on conflict (organization_id, segment_id, quarter_hour) do update
    set entered = c.entered + excluded.entered, departed = c.departed + excluded.departed`;

/** Counts who entered and left in each quarter of an hour. */
@Injectable()
export class CountChanges extends SegmentChangeReader {
  readonly name = 'counts';

  async read(tx: TenantDb, changes: readonly RecordedChange[]): Promise<void> {
    await tx.rows(count, [
      changes.map(({ segmentId }) => segmentId),
      changes.map(({ at }) => at),
      changes.map(({ kind }) => kind),
    ]);
  }
}
