import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { currentScope } from '@engagex/tenancy';
import { ProcessPool } from '../../../platform/sandbox/process-pool.ts';
import { LOGGER } from '../../../platform/tokens.ts';
import type { TemplateJobs } from './template-jobs.ts';

type Kind = keyof TemplateJobs;
type Input<K extends Kind> = Parameters<TemplateJobs[K]['run']>[0];
type Output<K extends Kind> = Awaited<ReturnType<TemplateJobs[K]['run']>>;

const script = new URL(
  import.meta.url.endsWith('.ts') ? './template-process.ts' : './template-process.js',
  import.meta.url,
);

/** Does the work on what people wrote in processes of their own, in the turn of the organization it is for. */
@Injectable()
export class TemplateSandbox implements OnApplicationShutdown {
  readonly #pool: ProcessPool;

  constructor(@Inject(LOGGER) log: Logger) {
    this.#pool = new ProcessPool({
      script,
      complain: (complaint) => log.error({ complaint }, 'content could not be read'),
    });
  }

  /** Throws `content.…` for what takes too much, what the work itself refuses, and when there is too much to do. */
  async run<K extends Kind>(kind: K, input: Input<K>): Promise<Output<K>> {
    const { organizationId } = currentScope();
    return (await this.#pool.run(organizationId, kind, input)) as Output<K>; // template-process.ts does this very job
  }

  /** After the last request and job. */
  onApplicationShutdown(): void {
    this.#pool.end();
  }
}
