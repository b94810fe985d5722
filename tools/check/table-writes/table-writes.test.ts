import { expect, test } from 'vitest';
import { entitiesIn, foreignWrites, ownerOf } from './foreign-writes.ts';
import { tablesWrittenBy, writesIn } from './writes-in.ts';

test.each([
  ['insert into topics (name) values ($1)', 'topics'],
  ['INSERT INTO public.topics\n select 1', 'topics'],
  ['with gone as (delete from topics t where true returning 1) select 1', 'topics'],
  ['update topics set name = $1', 'topics'],
  ['update only topics as t\n set name = $1 from x', 'topics'],
  ['update "topics" t set name = $1', 'topics'],
  ['merge into topics t using x on true when matched then delete', 'topics'],
  ['truncate topics', 'topics'],
  ['copy topics (name) from stdin', 'topics'],
  ['delete from \u{FFFC} where true', null],
])('%j writes %j', (sql, table) => {
  expect(tablesWrittenBy(sql)).toEqual([table]);
});

test.each([
  'select * from topics for update',
  'select from topics t for no key update of t skip locked',
  'insert_into topics',
  'select updated_at from topics',
  'Update the topics of this organization.',
  'copy topics to stdout',
])('%j writes nothing', (sql) => {
  expect(tablesWrittenBy(sql)).toEqual([]);
});

test('an upsert writes its table once', () => {
  expect(tablesWrittenBy('insert into topics as t (id) values (1) on conflict (id) do update set id = 2')).toEqual([
    'topics',
  ]);
});

test('SQL is found in templates however they are put together, and the ORM by its entity', () => {
  const source = [
    'const one = `update topics set name = ${name} where ${condition}`;',
    'const other = `delete from ${table}`;',
    'await this.db.repo(Topic).save(topic);',
    'const topics = this.db.repo(Topic);',
    'await topics.delete({ id });',
    'await manager.createQueryBuilder().insert().into(Topic).values({}).execute();',
    'await manager.createQueryBuilder().delete().from(Topic).execute();',
    'await manager.createQueryBuilder().select().from(Topic).getMany();',
    'await this.db.repo(Topic).findOneBy({ id });',
    '// delete from topics',
  ].join('\n');
  const writes = writesIn('a.ts', source, new Map([['Topic', 'topics']]));
  expect(writes.map(({ table, line }) => [line, table])).toEqual([
    [1, 'topics'],
    [2, null],
    [3, 'topics'],
    [5, 'topics'],
    [6, 'topics'],
    [7, 'topics'],
  ]);
});

test('a feature writes its own tables, and temporary ones; those of another are told with their owner', () => {
  const sources = [
    { file: 'apps/api/src/features/topics/a.ts', text: 'db.rows(`update topics set id = 1`);' },
    {
      file: 'apps/api/src/features/forms/b.ts',
      text: 'db.rows(`update forms set id = 1`);\ndb.rows(`delete from topics`);',
    },
    { file: 'apps/api/src/platform/c.ts', text: 'db.rows(`insert into staged select 1`);' },
  ];
  const owners = new Map([
    ['topics', 'topics'],
    ['forms', 'forms'],
  ]);
  expect(foreignWrites(sources, owners, new Map())).toEqual({
    writes: 3,
    foreign: [{ file: 'apps/api/src/features/forms/b.ts', line: 2, table: 'topics', owner: 'topics' }],
  });
  expect(ownerOf('apps/api/src/platform/http/c.ts')).toBe('platform');
});

test('the tables of entities are read from their schemas', () => {
  const text = `new EntitySchema<Topic>({ name: 'Topic', target: Topic,\n tableName: 'topics' })`;
  expect(entitiesIn([{ file: 'a/topic.schema.ts', text }])).toEqual(new Map([['Topic', 'topics']]));
});
