import { randomUUID } from 'node:crypto';
import { createPostgresBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('an owner who is no superuser migrates again after the application has made queues of its own', async () => {
  setDefaultBackendFactory(createPostgresBackend);
  const queue = new Queue(`made-by-the-app-${randomUUID()}`, { connection: { connectionString: database.appUrl } });
  await queue.add('job', {});
  await queue.close();
  const { appPassword, bffPassword } = inject('testPostgres');
  await expect(migrate({ ownerUrl: database.tableOwnerUrl, appPassword, bffPassword })).resolves.toBeUndefined();
});

test('roles that somebody else made are refused by name before anything changes', async () => {
  const { appPassword, bffPassword } = inject('testPostgres');
  const stranger = database.appUrl; // a role that is not theirs to manage
  await expect(migrate({ ownerUrl: stranger, appPassword, bffPassword })).rejects.toThrow(
    'The role engagex_app of this server belongs to another owner.',
  );
});
