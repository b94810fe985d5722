import { afterAll, beforeAll, expect, test } from 'vitest';
import { bulkActionsRoutes, exportsRoutes, importsRoutes } from '@engagex/domain/contacts';
import { messagesRoutes } from '@engagex/domain/messages';
import { addresses } from '../testing/builders.ts';
import { importFile, uploadFile } from '../testing/imports.ts';
import { one, simple } from '../testing/messages.ts';
import { startTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ work: true });
  await api.owner.query(`create function fail_on_purpose() returns trigger language plpgsql as $$
    begin raise exception 'on purpose'; end $$`);
});
afterAll(() => api.close());

const failWhen = (table: string, when: string) =>
  api.owner.query(
    `create trigger fails before update on ${table} for each row when (${when}) execute function fail_on_purpose()`,
  );

test('work that fails whenever it is begun ends as failed, in words, and an undo that fails can be begun again', async () => {
  const member = await api.newOrganization();
  const people = `email\n${addresses(3).join('\n')}\n`;
  const undone = await importFile(member, people);
  const uploaded = await uploadFile(member, `email\n${addresses(2).join('\n')}\n`);
  await failWhen('imports', `new.status = 'running' or (new.status = 'undoing' and old.status = 'undoing')`);
  await failWhen('exports', `new.status = 'running'`);
  // One that fails ends itself; here it cannot even do that.
  await failWhen('bulk_actions', `new.status <> 'failed' or new.problem like 'Something went wrong on our side. %'`);
  await failWhen('messages', `new.state = 'claimed'`);
  const [, , written, changed, sent] = await Promise.all([
    member.call(importsRoutes.undo, { id: undone.id }),
    member.call(importsRoutes.start, { id: uploaded.id, mapping: uploaded.mapping }),
    member.call(exportsRoutes.create, {}),
    member.call(bulkActionsRoutes.start, { action: { kind: 'delete' }, who: { by: 'filter', filter: {} } }),
    member.call(messagesRoutes.create, simple(one())),
  ]);
  const wrong = 'Something went wrong on our side, and trying again did not help.';
  const failed = { status: 'failed', problem: expect.stringContaining(wrong) };
  const settled = { timeout: 60_000, interval: 500 };
  await expect.poll(() => member.call(importsRoutes.get, { id: uploaded.id }), settled).toMatchObject(failed);
  await expect
    .poll(() => member.call(importsRoutes.get, { id: undone.id }), settled)
    .toMatchObject({ status: 'done', problem: `Undoing stopped: ${wrong} Undo it again to continue.` });
  await expect
    .poll(async () => (await member.call(exportsRoutes.list, {})).items.find(({ id }) => id === written.id), settled)
    .toMatchObject(failed);
  await expect.poll(() => member.call(bulkActionsRoutes.get, { id: changed.id }), settled).toMatchObject(failed);
  await expect
    .poll(async () => (await member.call(messagesRoutes.get, { id: sent.id })).waitsFor, settled)
    .toContain(wrong);
}, 120_000);
