import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataSource } from 'typeorm';
import { demoAddress } from '@engagex/domain/accounts';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { createDataSource } from '../../platform/database.ts';
import { testConfig } from '../../testing/test-config.ts';
import { RefuseDemo } from './refuse-demo.ts';

let database: TestDatabase;
let source: DataSource;
const production = () => testConfig(database, { NODE_ENV: 'production', PUBLIC_URL: 'https://mail.example.org' });
beforeAll(async () => {
  database = await createTestDatabase();
  source = await createDataSource(production(), []).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

test('production starts on a database without the demo, and refuses one with it', async () => {
  const check = () => new RefuseDemo(production(), source).onModuleInit();
  await expect(check()).resolves.toBeUndefined();
  await source.query(`insert into users (name, email, password_hash) values ('Dana Demo', $1, '-')`, [
    demoAddress.toUpperCase(),
  ]);
  await expect(check()).rejects.toThrow(demoAddress);
  await expect(new RefuseDemo(testConfig(database), source).onModuleInit()).resolves.toBeUndefined();
});
