import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contactsRoutes } from '@engagex/domain/contacts';
import { eventHooksRoutes } from '@engagex/domain/provider-events';
import { transportsRoutes } from '@engagex/domain/transports';
import { sendGridEvent, startSigning } from '../../../../../tools/stand-ins/sendgrid/event-webhook.ts';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';

let api: TestApi;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await api.close();
});

/** Who marks events as applied waits for this lock before that can be committed. */
const marking = 4_713;

test('a worker killed after it applied events, and before it could note so, leaves them to the next one', async () => {
  const owner = await api.newOrganization();
  const emails = addresses(5);
  const campaign = await buildCampaign(owner, await buildGroup(api.owner, owner, emails));
  const { rows } = await api.owner.query<{ id: string }>(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at)
     select $1, $2, id, email, 'accepted', now() from contacts where organization_id = $1 returning id`,
    [owner.organizationId, campaign.id],
  );
  const signing = startSigning();
  const server = { kind: 'smtp' as const, name: 'Relay', host: '127.0.0.1', port: 25, security: 'none' as const };
  const { id } = await owner.call(transportsRoutes.create, { transport: server });
  const hook = { provider: 'sendgrid' as const, verificationKey: signing.verificationKey };
  const { url } = await owner.call(eventHooksRoutes.save, { id, hook });
  await api.owner.query(
    `create function stop_at_marking() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${marking}); return new; end $$`,
  );
  await api.owner.query(
    `create trigger stop_at_marking before update on provider_events for each row execute function stop_at_marking()`,
  );
  const holder = await api.owner.connect();
  await holder.query('select pg_advisory_lock($1)', [marking]);
  const { body, headers } = signing.sign(rows.map((row) => sendGridEvent('unsubscribe', row.id)));
  expect((await fetch(new URL(new URL(url).pathname, api.url), { method: 'POST', body, headers })).status).toBe(200);

  const stopped = async () =>
    (
      await api.owner.query(
        `select from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database()
           and l.locktype = 'advisory' and l.objid = ${marking} and not l.granted`,
      )
    ).rowCount ?? 0;
  const gone = async () =>
    (await owner.call(contactsRoutes.list, {})).items.filter(({ subscription }) => subscription === 'unsubscribed')
      .length;
  const applied = async () =>
    (await api.owner.query(`select from provider_events where outcome = 'unsubscribed'`)).rowCount ?? 0;
  workers.push(startWorker(api.config));
  await expect.poll(stopped, { timeout: 20_000 }).toBeGreaterThan(0);
  expect([await gone(), await applied()]).toEqual([5, 0]);
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
  await holder.query('select pg_advisory_unlock($1)', [marking]);
  holder.release();
  await expect.poll(stopped).toBe(0);
  expect(await applied()).toBe(0);

  workers.push(startWorker(api.config));
  await expect.poll(applied, { timeout: 30_000 }).toBe(5);
  const { rows: times } = await api.owner.query(
    `select delivery_id from engagements where kind = 'unsubscribe' group by 1 having count(*) <> 1`,
  );
  expect([times, await gone()]).toEqual([[], 5]);
});
