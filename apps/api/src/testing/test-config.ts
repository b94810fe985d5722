import { tmpdir } from 'node:os';
import { configSchema, type Config } from '../config.ts';
import type { TestDatabase } from '../../../../tools/testing/database.ts';

export const testSecret = 'Zt1kq8Vw3mXc7bNf5hJr2sLp9gDy4aQe';

/** The settings of a process under test, on a database of its own. */
export function testConfig(database: TestDatabase, settings: Partial<Record<keyof Config, string>> = {}): Config {
  return configSchema.parse({
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: database.appUrl,
    INTERNAL_SECRET: testSecret,
    TRACKING_SECRET: 'bR6nT0xKf4wUj8eYv2cGm7zHs5iLq1oP',
    ENCRYPTION_SECRET: 'mW5pXe9rUa2kQz7vTc4nLd8yGb1hJs6f',
    FILES_DIR: tmpdir(),
    SMTP_URL: 'smtp://127.0.0.1:1',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...settings,
  });
}
