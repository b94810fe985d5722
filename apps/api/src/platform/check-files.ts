import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { Files } from '../ports/files.ts';
import { LOGGER } from './tokens.ts';

/** Says at the start what keeps files from being stored, and not only when somebody uploads the first; a store that is away may come back. */
@Injectable()
export class CheckFiles implements OnApplicationBootstrap {
  constructor(
    private readonly files: Files,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.files.check().catch((err: unknown) => this.log.error({ err }, 'files cannot be stored'));
  }
}
