import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count, timestamp } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../../../../tools/testing/database.ts';
import { jsonPage, type JsonRow, jsonRows } from './json-rows.ts';

let database: TestDatabase;
let source: DataSource;
let db: TenantDb;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.appUrl, poolSize: 1 }).initialize();
  db = new TenantDb(source);
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const item = z.object({
  id: z.uuid(),
  name: z.string().nullable(),
  count,
  share: z.number(),
  isOpen: z.boolean(),
  at: timestamp,
  later: timestamp.nullable(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  links: z.array(z.object({ url: z.string(), at: timestamp })),
});

const values = `
  select * from (values
    ('0193a000-0000-7000-8000-000000000001'::uuid, E'Zoë "Z" \\\\ O''Neil\\n\\u2028<b>', 12345678901::bigint, 0.25::float8, true,
      '2026-03-29 01:30:00.25+00'::timestamptz, null::timestamptz, '{"a": ["x", "é"], "n": 1.5, "ok": true}'::jsonb,
      '[{"url": "https://shop.example/?a=1&b=2", "at": "2026-03-29T01:30:00.000Z", "secret": "s"}]'::json, 'hidden'),
    ('0193a000-0000-7000-8000-000000000002'::uuid, null, 0, -1, false,
      '0001-01-01 00:00:00+00', '9999-12-31 23:59:59.999999+00', '{}', '[]', null)
  ) as x (id, name, count, share, "isOpen", at, later, attributes, links, secret)`;

function read<T>(work: () => Promise<T>): Promise<T> {
  const opening = { statement: { text: 'select 1 as one', isKept: true }, admit: () => {} };
  return runInScope({ organizationId: randomUUID(), actor: { kind: 'system', name: 'test' } }, () =>
    db.read(opening, work),
  );
}

type Place = { readonly secret: string | null };

function rowsOf(schema: z.ZodObject, text: string, isKept = true): Promise<JsonRow<Place>[]> {
  return read(async () => (await db.answersTo([jsonRows<Place>(schema, ['secret'], { text, isKept })]))[0]);
}

test.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu'])(
  'rows are written as their schema would let them out, whatever the time zone of the server (%s)',
  async (zone) => {
    await source.query(`set timezone to '${zone}'`);
    const usual = z.array(item).parse(await read(() => db.rows(values)));
    for (const isKept of [false, true, true]) {
      const rows = await rowsOf(item, values, isKept);
      expect(rows.map(({ json }) => JSON.parse(json))).toEqual(usual);
      expect(rows.map(({ secret }) => secret)).toEqual(['hidden', null]);
    }
  },
);

test('what is not declared stays here, also inside of what a column holds', async () => {
  const { text } = jsonPage({ items: await rowsOf(item, values), nextCursor: 'a"b' });
  expect(text).not.toMatch(/secret|hidden/);
  expect(JSON.parse(text)).toMatchObject({ items: [{ share: 0.25 }, { count: 0 }], nextCursor: 'a"b' });
});

test('a field without a column and a null where none may be are errors, not answers', async () => {
  await expect(rowsOf(item.extend({ more: z.string() }), values)).rejects.toThrow('no column "more"');
  await expect(rowsOf(z.object({ name: z.string() }), values)).rejects.toThrow('"name" is null');
  expect(await rowsOf(z.object({ id: z.uuid() }), values)).toHaveLength(2);
});
