import { DataSource, type EntitySchema } from 'typeorm';
import type { Config } from '../config.ts';

/** No transaction of ours waits for anything but its own statements; a busy machine may need a while between two. */
const leastIdleSeconds = 10;

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
    extra: {
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      // A process that is frozen in the middle of a transaction would keep its locks, and everybody else waiting.
      idle_in_transaction_session_timeout: Math.max(leastIdleSeconds, config.DELIVERY_LEASE_SECONDS) * 1000,
    },
  });
}
