import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import pg from 'pg';
import { eventSettingsRoutes } from '@engagex/domain/events';
import { runInScope } from '@engagex/tenancy';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { EventsWorker } from './events.worker.ts';
import { newSender } from './testing/sender.ts';

let api: TestApi;
let app: pg.Client;
beforeAll(async () => {
  api = await startTestApi();
  app = new pg.Client(api.database.appUrl);
  await app.connect();
});
beforeEach(() => api.owner.query('delete from events'));
afterAll(async () => {
  await app.end();
  await api.close();
});

async function partitions(): Promise<[string, number][]> {
  const { rows } = await api.owner.query<{ name: string; events: number }>(
    `select c.relname as name, (select count(*)::int from events e where e.tableoid = c.oid) as events
     from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass order by 1`,
  );
  return rows.map(({ name, events }) => [name, events]);
}

/** An event received some months from now. */
function add({ organizationId }: Pick<TestMember, 'organizationId'>, months: number) {
  return api.owner.query(
    `insert into events (organization_id, received_at, occurred_at, name, person_id, kind, trusted, message_id)
     values ($1, date_trunc('month', now()) + make_interval(months => $2) + interval '1 day', now(), 'page_view', uuidv7(), 'page', false, 'm')`,
    [organizationId, months],
  );
}

test('an event is stored before its month has a partition, and moves there when it gets one', async () => {
  const owner = await api.newOrganization();
  for (const months of [0, 0, 1, 5]) await add(owner, months);
  expect(await partitions()).toEqual([['events_rest', 4]]);
  expect((await app.query('select make_event_partitions(2)')).rows).toHaveLength(6); // of events and of message ids
  expect((await partitions()).map(([, events]) => events)).toEqual([2, 1, 0, 1]); // the rest comes last by its name
  expect((await app.query('select make_event_partitions(2)')).rows).toEqual([]);
  await add(owner, 1);
  expect((await partitions()).map(([, events]) => events)).toEqual([2, 2, 0, 1]);
});

test('message ids noted before their partition was made are still known after', async () => {
  const sender = await newSender(api);
  const page = { anonymousId: 'device', messageId: 'once' };
  await sender.send('/v1/page', page);
  await app.query('select make_event_partitions(1)');
  await sender.send('/v1/page', page);
  const { rows } = await api.owner.query('select from events where organization_id = $1', [
    sender.member.organizationId,
  ]);
  expect(rows).toHaveLength(1);
});

test('no partition can be reached around the row-level security of the log', async () => {
  await app.query('select make_event_partitions(0)');
  const { rows } = await api.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'event_partitions'::regnamespace and c.relkind = 'r'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name } of rows)
    await expect(app.query(`select from event_partitions.${name}`)).rejects.toThrow('permission denied');
  expect((await app.query('select from events')).rows).toEqual([]);
});

test('an organization’s events end with its retention, and those of others stay', async () => {
  const [short, long] = [await api.newOrganization(), await api.newOrganization()];
  const privacy = { rules: [], cleansUrls: true };
  await short.call(eventSettingsRoutes.update, { retentionDays: 30, currency: 'EUR', privacy });
  for (const owner of [short, long]) for (const months of [-3, 0]) await add(owner, months);
  const worker = api.app.get(EventsWorker);
  for (const { organizationId } of [short, long])
    await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () => worker.forgetOld());
  const { rows } = await api.owner.query(
    'select organization_id as of, count(*)::int as events from events group by 1 order by 2',
  );
  expect(rows).toEqual([
    { of: short.organizationId, events: 1 },
    { of: long.organizationId, events: 2 },
  ]);
});

test('a month that nobody keeps is dropped whole, and one that anybody keeps stays', async () => {
  const [short, long] = [await api.newOrganization(), await api.newOrganization()];
  const privacy = { rules: [], cleansUrls: true };
  await short.call(eventSettingsRoutes.update, { retentionDays: 30, currency: 'EUR', privacy });
  for (const months of [-4, -3]) {
    await api.owner
      .query(`do $$ declare month timestamptz := date_trunc('month', now(), 'UTC') + make_interval(months => ${months}); begin
      execute format('create table event_partitions.%I partition of events for values from (%L) to (%L)',
        'events_' || to_char(month at time zone 'UTC', 'YYYY_MM'), month, date_add(month, interval '1 month', 'UTC')); execute format('alter table event_partitions.%I owner to table_owner', 'events_' || to_char(month at time zone 'UTC', 'YYYY_MM')); end $$`);
    await add(short, months);
  }
  await add(long, -3);
  const before = (await partitions()).length;
  const { rows } = await app.query<{ name: string }>('select drop_event_partitions() as name');
  expect(rows).toHaveLength(1);
  expect(await partitions()).toHaveLength(before - 1);
  expect(
    (await api.owner.query('select from events where received_at < now() - interval $$60 days$$')).rows,
  ).toHaveLength(2);
});
