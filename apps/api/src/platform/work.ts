import type { BeforeApplicationShutdown } from '@nestjs/common';

/**
 * What a feature does in the worker process: take jobs from its queues and sweep its rows. The worker calls `start`
 * on every provider of this kind.
 */
export abstract class Work implements BeforeApplicationShutdown {
  abstract start(): void;

  /** Takes no more work and waits for what is under way; also called in processes that never started it. */
  abstract beforeApplicationShutdown(): Promise<void>;
}
