import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { readSchema } from '../tools/docs/schema/read-schema.ts';
import { schemaPage } from '../tools/docs/schema/schema-page.ts';
import { createTestDatabase } from '../tools/testing/database.ts';

test('docs/schema.md shows the tables, indexes and functions of today', async () => {
  const database = await createTestDatabase();
  const owner = new pg.Client(database.tableOwnerUrl);
  await owner.connect();
  try {
    const page = await schemaPage(await readSchema(owner));
    await expect(page, '`npm run docs` writes it again').toMatchFileSnapshot(
      join(import.meta.dirname, '../docs/schema.md'),
    );
  } finally {
    await owner.end();
    await database.drop();
  }
});
