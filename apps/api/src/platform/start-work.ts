import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Work } from './work.ts';

/** Starts every feature's `Work`; Nest stops them when the application shuts down. */
export function startWork(app: INestApplicationContext): readonly Work[] {
  const works = app
    .get(DiscoveryService, { strict: false })
    .getProviders()
    .map(({ instance }: { instance: unknown }) => instance)
    .filter((instance) => instance instanceof Work);
  for (const work of works) work.start();
  return works;
}
