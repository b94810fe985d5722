import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { EventExportFile, EventExportView, eventExportsRoutes } from '@engagex/domain/event-exports';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { exportOf, listExports, retryExport } from './event-exports.queries.ts';
import { WriteFiles } from './write-files.ts';

export const eventExportsQueue = 'event-exports';

type View = AnswerOf<typeof eventExportsRoutes.retry>;

@Injectable()
export class EventExportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
    private readonly files: WriteFiles,
  ) {}

  async list({ cursor, limit }: ParsedInputOf<typeof eventExportsRoutes.list>) {
    const rows = await this.db.rows<EventExportView>(listExports, [readCursor(cursor), limit + 1]);
    return pageOf(rows, limit, (row) => row.id);
  }

  async retry(id: string): Promise<View> {
    const { day, problem } = await this.#get(id);
    if (!(await this.db.row(retryExport, [id, this.clock.now()])))
      throw conflict('event-export.not-failed', 'This export has not failed, so there is nothing to try again.');
    noteAudit({ objectId: id, objectName: day, after: { problem } });
    const { organizationId } = currentScope();
    afterCommit(() => {
      this.live.publish('event-exports', id);
      return this.queues.add(eventExportsQueue, { organizationId });
    });
    return this.#get(id);
  }

  /** The file, for as long as it is kept. Outside of any transaction. */
  async open(
    id: string,
    kind: EventExportFile['kind'],
  ): Promise<{ readonly name: string; readonly content: Readable }> {
    const { state, files } = await this.db.transaction(() => this.#get(id));
    const file = files.find((each) => each.kind === kind);
    if (file) return { name: file.name, content: await this.files.read(file) };
    if (state === 'pending')
      throw conflict('event-export.not-ready', 'This export is still being made. Try again in a moment.');
    throw conflict('event-export.no-file', 'This export has no such file, or it is no longer kept.');
  }

  async #get(id: string): Promise<EventExportView> {
    const found = await this.db.row<EventExportView>(exportOf, [id]);
    if (!found) throw notFound('event-export');
    return found;
  }
}
