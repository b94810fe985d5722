import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../config.ts';
import { Clock } from '../ports/clock.ts';
import { Files } from '../ports/files.ts';
import { DiskFiles } from './disk-files.ts';
import { SystemClock } from './system-clock.ts';

/** Chooses the adapter behind each port from the configuration. */
@Global()
@Module({})
export class AdaptersModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AdaptersModule,
      providers: [
        { provide: Clock, useFactory: () => new SystemClock() },
        { provide: Files, useFactory: () => new DiskFiles(config.FILES_DIR) },
      ],
      exports: [Clock, Files],
    };
  }
}
