import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Queues } from '../../platform/queues.ts';

export const importsQueue = 'imports';

/** This import may be due; whether it is, its row says. */
export const importWakeUp = z.object({ importId: z.uuid() });

@Injectable()
export class ImportWakeUps {
  constructor(private readonly queues: Queues) {}

  /** Lets a worker look at an import now rather than at the next sweep. */
  async wake(importId: string): Promise<void> {
    await this.queues.add(importsQueue, { importId });
  }

  /** The same from a sweep, which comes again: one such wake-up waits at a time. */
  async wakeOnce(importId: string): Promise<void> {
    await this.queues.add(importsQueue, { importId }, { once: `sweep-${importId}` });
  }
}
