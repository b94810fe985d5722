import { type DynamicModule, Module } from '@nestjs/common';
import type { EntitySchema } from 'typeorm';
import type { Config } from './config.ts';
import { AccountsModule } from './features/accounts/index.ts';
import { PlatformModule } from './platform/platform.module.ts';
import { AdaptersModule } from './adapters/adapters.module.ts';

/** The whole API. A feature registers its module and its tables here. */
const features = [AccountsModule];
const entities: EntitySchema[] = [];

@Module({})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return { module: AppModule, imports: [PlatformModule.forRoot(config, entities), AdaptersModule.forRoot(config), ...features] };
  }
}
