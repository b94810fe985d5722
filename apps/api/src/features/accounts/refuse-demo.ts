import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { demoAddress } from '@engagex/domain/accounts';
import { addressKey } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';

/** Production does not start on a database that anyone who saw the demo's password could sign in to. */
@Injectable()
export class RefuseDemo implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: DataSource,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.config.NODE_ENV !== 'production') return;
    const found: unknown[] = await this.source.query('select from users where email_key = $1', [
      addressKey(demoAddress),
    ]);
    if (found.length > 0)
      throw new Error(`DATABASE_URL leads to a database with the demo's sign-in ${demoAddress}. Use another database.`);
  }
}
