import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { addresses } from '../../testing/builders.ts';
import { settledImport, startImport, uploadFile } from '../../testing/imports.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

const people = 30_000;

let api: TestApi;
let worker: ChildProcess | undefined;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  worker?.kill('SIGKILL');
  await api.close();
});

test('a worker killed while undoing leaves nothing half undone: the next one goes on where it stopped', async () => {
  const member = await api.newOrganization();
  const { id, mapping } = await uploadFile(member, `email\n${addresses(people).join('\n')}\n`);
  worker = startWorker(api.config);
  const done = await startImport(member, id, { mapping, newGroupName: 'All of them' });
  expect(done.created).toBe(people);

  await member.call(importsRoutes.undo, { id });
  await expect
    .poll(async () => (await member.call(importsRoutes.get, { id })).removed, { timeout: 30_000, interval: 5 })
    .toBeGreaterThan(0);
  worker.kill('SIGKILL');
  const halfway = await member.call(importsRoutes.get, { id });
  expect(halfway.status).toBe('undoing');
  expect(halfway.removed).toBeLessThan(people);
  // What the sweep waits half a minute for: no sign of life.
  await api.owner.query(`update imports set heartbeat_at = now() - interval '1 hour' where id = $1`, [id]);

  worker = startWorker(api.config);
  expect(await settledImport(member, id)).toMatchObject({ status: 'undone', removed: people, restored: 0, kept: 0 });
  expect(await member.call(contactsRoutes.count, {})).toEqual({ count: 0 });
  const { rows } = await api.owner.query('select count(*)::int n from group_members where organization_id = $1', [
    member.organizationId,
  ]);
  expect(rows).toEqual([{ n: 0 }]);
}, 120_000);
