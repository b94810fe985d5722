import { Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Whether this process was told to stop. From then on it says that it is not ready, and balancers have `DRAIN_SECONDS` to
 * notice before it takes no more connections.
 */
@Injectable()
export class Draining {
  #isDraining = false;

  get isDraining(): boolean {
    return this.#isDraining;
  }

  begin(): void {
    this.#isDraining = true;
  }
}

/**
 * On SIGTERM: not ready, wait, then finish what is under way and end. Whoever has a connection open is told with each answer
 * to make another one, which leads to another process.
 */
export function drainOnSignals(app: NestFastifyApplication, drainMs: number): void {
  const draining = app.get(Draining);
  const stop = async () => {
    if (draining.isDraining) return;
    draining.begin();
    await delay(drainMs);
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        process.stderr.write(`Stopping failed: ${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      });
    });
}

/** Kept connections end with their next answer while this process drains. */
export function endConnectionsWhileDraining(app: NestFastifyApplication): void {
  const draining = app.get(Draining);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (_request, reply) => {
      if (draining.isDraining) reply.header('connection', 'close');
    });
}
