import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import { afterCommit, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { type RecordedChange, SegmentChangeReader } from './segment-change-reader.ts';
import { nextChanges } from './segment-memberships.queries.ts';

const atOnce = 1_000;

/** $1 reader, $2 now: the segments with changes that it has not read. */
const unread = `
  select w.segment_id as "segmentId" from segment_watches w
  left join segment_change_readers r on r.segment_id = w.segment_id and r.reader = $1
  where w.last_sequence > coalesce(r.sequence, 0) and (r.retry_at is null or r.retry_at <= $2) order by w.segment_id`;
/** $1 segment, $2 reader. */
const beginReading = `insert into segment_change_readers (segment_id, reader) values ($1, $2) on conflict do nothing`;
/** $1 segment, $2 reader: nothing while another worker reads for it. */
const claimReader = `
  select r.sequence::text, greatest(0, w.forgotten_to - r.sequence)::float8 as missed
  from segment_change_readers r join segment_watches w on w.segment_id = r.segment_id
  where r.segment_id = $1 and r.reader = $2 for update of r skip locked`;
/** $1 segment, $2 reader, $3 sequence, $4 how many were gone. */
const noteRead = `
  update segment_change_readers set sequence = $3, missed = missed + $4, failures = 0, retry_at = null, problem = null where segment_id = $1 and reader = $2`;
/** Where changes of the contact were erased there is nothing left to read. $1 segment, $2 reader. */
const noteAllRead = `
  update segment_change_readers r set sequence = w.last_sequence from segment_watches w
  where r.segment_id = $1 and r.reader = $2 and w.segment_id = r.segment_id
    and not exists (select from segment_changes c where c.segment_id = r.segment_id and c.sequence > r.sequence)`;
/** $1 segment, $2 reader, $3 now, $4 problem: waits twice as long each time, up to ten minutes. */
const noteFailure = `
  update segment_change_readers set failures = failures + 1, problem = $4,
    retry_at = $3::timestamptz + make_interval(secs => least(600, power(2, least(failures, 10))))
  where segment_id = $1 and reader = $2`;

interface Place {
  readonly segmentId: string;
  readonly reader: SegmentChangeReader;
}

/** Hands changes to their readers. */
@Injectable()
export class ReadChanges {
  #readers: readonly SegmentChangeReader[] | null = null;

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly discovery: DiscoveryService,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  all(): readonly SegmentChangeReader[] {
    this.#readers ??= this.discovery
      .getProviders()
      .map(({ instance }: { instance: unknown }) => instance)
      .filter((instance) => instance instanceof SegmentChangeReader);
    return this.#readers;
  }

  /** Everything that readers have not read in the scope's organization, until the process is to end. */
  async run(ending: AbortSignal): Promise<void> {
    for (const reader of this.all()) {
      const segments = await this.db.transaction(() =>
        this.db.rows<{ segmentId: string }>(unread, [reader.name, this.clock.now()]),
      );
      for (const { segmentId } of segments) while (!ending.aborted && (await this.#next({ segmentId, reader })));
    }
  }

  async #next(place: Place): Promise<boolean> {
    const { segmentId, reader } = place;
    try {
      return await this.db.transaction(() => this.#read(place));
    } catch (err) {
      this.log.error(
        { err, segmentId, reader: reader.name },
        'changes of a segment could not be read; tried again later',
      );
      const values = [segmentId, reader.name, this.clock.now(), String(err).replaceAll('\0', '').slice(0, 500)];
      await this.db.transaction(async () => {
        await this.db.rows(beginReading, [segmentId, reader.name]);
        await this.db.rows(noteFailure, values);
      });
      return false;
    }
  }

  /** Resolves to whether there may be more. */
  async #read({ segmentId, reader }: Place): Promise<boolean> {
    await this.db.rows(beginReading, [segmentId, reader.name]);
    const claimed = await this.db.row<{ sequence: string; missed: number }>(claimReader, [segmentId, reader.name]);
    if (!claimed) return false;
    const changes = await this.db.rows<RecordedChange>(nextChanges, [segmentId, claimed.sequence, atOnce]);
    const last = changes.at(-1);
    if (!last) {
      await this.db.rows(noteAllRead, [segmentId, reader.name]);
      return false;
    }
    if (claimed.missed > 0)
      this.log.error(
        { segmentId, reader: reader.name, missed: claimed.missed },
        'changes of a segment were not read in time and are gone',
      );
    await reader.read(this.db, changes);
    await this.db.rows(noteRead, [segmentId, reader.name, last.sequence, claimed.missed]);
    afterCommit(() => this.live.publish('segment-memberships', segmentId));
    return changes.length === atOnce;
  }
}
