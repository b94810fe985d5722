import { Injectable } from '@nestjs/common';
import { imageKeptDays, type ImageType } from '@engagex/domain/images';
import { currentScope, type DueRow, startSweep, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { JobFailures } from '../../platform/job-failures.ts';
import { Queues } from '../../platform/queues.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Files } from '../../ports/files.ts';
import { keyOf } from './image-address.ts';
import { holdImageToRemove, imagesToRemove, removeImage } from './images.queries.ts';

const imagesQueue = 'images';
const payload = z.object({ imageId: z.uuid() });
const sweepEveryMs = 60_000;

/** Removes images that were deleted a week ago. What ever was shown by something stays: mail with it may be in mailboxes. */
@Injectable()
export class ImagesWorker extends Work {
  #stopSweep: () => Promise<void> = async () => {};

  constructor(
    private readonly failures: JobFailures,
    private readonly source: DataSource,
    private readonly queues: Queues,
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly clock: Clock,
  ) {
    super();
  }

  start(): void {
    const about = {
      concurrency: 1,
      subjectOf: (job: unknown) => payload.parse(job).imageId,
      giveUp: async () => {}, // the next sweep finds it again
    };
    this.queues.work(imagesQueue, about, (job) => this.remove(payload.parse(job).imageId));
    this.#stopSweep = startSweep({
      name: imagesQueue,
      everyMs: sweepEveryMs,
      find: () => this.due(),
      wake: (id) => this.queues.add(imagesQueue, { imageId: id }, { once: `sweep-${id}` }),
      onError: (err) => this.failures.sweepFailed(imagesQueue, err),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#stopSweep();
  }

  /** Of every organization. */
  due(): Promise<DueRow[]> {
    return this.source.query(imagesToRemove, [this.#keptSince()]);
  }

  #keptSince(): Date {
    return new Date(this.clock.now().getTime() - imageKeptDays * 24 * 60 * 60_000);
  }

  /** The file before its row: what a crash leaves is found again. */
  async remove(id: string): Promise<void> {
    await this.db.transaction(async () => {
      const found = await this.db.row<{ hash: string; type: ImageType }>(holdImageToRemove, [id, this.#keptSince()]);
      if (!found) return;
      await this.files.remove(keyOf({ ...found, organizationId: currentScope().organizationId }));
      await this.db.rows(removeImage, [id]);
    });
  }
}
