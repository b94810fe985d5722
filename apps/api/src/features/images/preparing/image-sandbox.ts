import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentScope } from '@engagex/tenancy';
import { sandboxLimits } from '../../../platform/sandbox/limits.ts';
import { ProcessPool } from '../../../platform/sandbox/process-pool.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import type { SentImage } from './image-jobs.ts';
import { asImageRefusal } from './image-refusals.ts';
import type { PreparedImage } from './prepare-image.ts';

const script = new URL(import.meta.url.endsWith('.ts') ? './image-process.ts' : './image-process.js', import.meta.url);

/** As for content; an image needs few objects, and its process more memory beside them, so it does not stay for long. */
const limits = { ...sandboxLimits, heapMegabytes: 64, jobMs: 15_000, idleMs: 60_000, waitMs: 60_000 };

/** Prepares images in processes of their own: decoders are large, written in C, and read what anybody may have made. */
@Injectable()
export class ImageSandbox implements OnApplicationShutdown {
  readonly #pool: ProcessPool;

  constructor(@Inject(LOGGER) log: Logger) {
    this.#pool = new ProcessPool({
      script,
      limits,
      hasAddons: true,
      complain: (complaint) => log.error({ complaint }, 'an image could not be read'),
    });
  }

  /** Of the file at this path. Throws `image.…` in words. */
  async prepare(path: string): Promise<PreparedImage> {
    try {
      // image-process.ts does this very job
      const image = (await this.#pool.run(currentScope().organizationId, 'prepare', { path })) as SentImage;
      const { base64, ...rest } = image;
      return { ...rest, bytes: Buffer.from(base64, 'base64') };
    } catch (error) {
      throw asImageRefusal(error);
    }
  }

  /** After the last request. */
  onApplicationShutdown(): void {
    this.#pool.end();
  }
}
