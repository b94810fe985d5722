import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { EventExportFile, EventSummary } from '@engagex/domain/event-exports';
import { currentScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Files } from '../../ports/files.ts';
import { countsOfDay, eventsOfDay, peopleOfDay, purchasesOfDay } from './day.queries.ts';
import { dayOf } from './due-times.ts';

interface Wanted {
  readonly id: string;
  readonly dueAt: Date;
  readonly includesEvents: boolean;
}

interface Counted {
  readonly kind: string;
  readonly name: string;
  readonly at: Date;
  readonly count: number;
}

interface ExportedEvent {
  readonly id: string;
  readonly receivedText: string;
}

const pageEvents = 1_000;

/** Writes the files of a day, under names that its due time alone decides: what is written again takes the place of what was there. */
@Injectable()
export class WriteFiles {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly files: Files,
  ) {}

  async write(wanted: Wanted): Promise<readonly EventExportFile[]> {
    const { day } = dayOf(wanted.dueAt);
    const events = wanted.includesEvents
      ? await this.#write('events', `events-${day}.ndjson.gz`, Readable.from(this.#linesOf(wanted)).pipe(createGzip()))
      : null;
    const summary = JSON.stringify(await this.#summaryOf(wanted, events), null, 1);
    const written = await this.#write('summary', `events-${day}.json`, Readable.from([summary]));
    return events ? [written, events] : [written];
  }

  read({ name }: EventExportFile): Promise<Readable> {
    return this.files.read(keyOf(name));
  }

  remove({ name }: EventExportFile): Promise<void> {
    return this.files.remove(keyOf(name));
  }

  async #write(kind: EventExportFile['kind'], name: string, content: Readable): Promise<EventExportFile> {
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform(chunk: Buffer, _encoding, done: TransformCallback) {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    content.once('error', (error) => hashing.destroy(error));
    const bytes = await this.files.write(keyOf(name), content.pipe(hashing));
    return { kind, name, bytes, sha256: hash.digest('hex') };
  }

  async #summaryOf({ id, dueAt }: Wanted, events: EventExportFile | null): Promise<EventSummary> {
    const { day, from, to } = dayOf(dueAt);
    return this.db.transaction(async () => {
      const byName = byNameOf(await this.db.rows<Counted>(countsOfDay, [from, to]));
      const people = await this.db.row<{ people: number }>(peopleOfDay, [from, to]);
      return {
        version: 1,
        id,
        organizationId: currentScope().organizationId,
        day,
        from: from.toISOString(),
        to: to.toISOString(),
        events: byName.reduce((sum, { count }) => sum + count, 0),
        people: people?.people ?? 0,
        byName,
        purchases: await this.db.rows<EventSummary['purchases'][number]>(purchasesOfDay, [from, to]),
        eventsFile: events && {
          name: events.name,
          bytes: events.bytes,
          sha256: events.sha256,
          url: new URL(`/api/event-exports/${id}/events`, this.config.PUBLIC_URL).href,
        },
      };
    });
  }

  /** A page at a time, each in a transaction of its own: no other is kept waiting for a whole day's events. */
  async *#linesOf({ dueAt }: Wanted): AsyncGenerator<string> {
    const { from, to } = dayOf(dueAt);
    let after: readonly [received: string, id: string] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
    for (;;) {
      const page = await this.db.transaction(() =>
        this.db.rows<ExportedEvent>(eventsOfDay, [from, to, ...after, pageEvents]),
      );
      yield page.map(lineOf).join('');
      const last = page.at(-1);
      if (!last || page.length < pageEvents) return;
      after = [last.receivedText, last.id];
    }
  }
}

function lineOf(event: ExportedEvent): string {
  return `${JSON.stringify({ ...event, receivedText: undefined })}\n`;
}

function byNameOf(counted: readonly Counted[]): EventSummary['byName'] {
  const names = new Map<
    string,
    { kind: string; name: string; count: number; quarterHours: { at: string; count: number }[] }
  >();
  for (const { kind, name, at, count } of counted) {
    const key = `${kind} ${name}`;
    const found = names.get(key) ?? { kind, name, count: 0, quarterHours: [] };
    found.count += count;
    found.quarterHours.push({ at: at.toISOString(), count });
    names.set(key, found);
  }
  return [...names.values()];
}

function keyOf(name: string): string {
  return `${currentScope().organizationId}/event-exports/${name}`;
}
