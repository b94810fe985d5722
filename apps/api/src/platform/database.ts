import { DataSource, type EntitySchema } from 'typeorm';
import type { Config } from '../config.ts';

/** The pool of the role engagex_app. `entities` are the features' schemas; the tables are made by migrations/. */
export function createDataSource(config: Config, entities: readonly EntitySchema[]): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: [...entities],
    applicationName: 'engagex',
    poolSize: config.DATABASE_POOL,
    synchronize: false,
    logging: false,
    extra: { keepAlive: true, connectionTimeoutMillis: 10_000 },
  });
}
