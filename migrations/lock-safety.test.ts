import { expect, test } from 'vitest';
import { lockProblems } from './lock-safety.ts';
import { sqlFiles } from './sql-files.ts';

/** Older files were applied before anybody ran a release. */
const baseline = '20261201030000';

test('no migration locks out the release before it, or takes away what it uses', () => {
  const since = sqlFiles().filter(({ file }) => file >= baseline);
  expect(since.length).toBeGreaterThan(0);
  expect(since.flatMap(({ file, text }) => lockProblems(file, text))).toEqual([]);
});

test.each([
  ['an index on a table in use', 'create index a on contacts (email);', 'create it concurrently'],
  [
    'an index inside a transaction',
    'create index concurrently a on contacts (email);',
    'as the first line of its file',
  ],
  [
    'an index that cannot be made again',
    '-- outside a transaction\ncreate index concurrently a on contacts (email);',
    'drop index concurrently if exists a;',
  ],
  ['another type', 'alter table contacts alter column email type citext;', 'may rewrite the table'],
  ['a column that becomes required', 'alter table contacts alter email set not null;', 'reads the whole table'],
  ['a required column', 'alter table contacts add column age int not null;', 'give it a default'],
  ['a default of each row', 'alter table contacts add column key uuid default uuidv7();', 'rewrites the table'],
  ['a check', 'alter table contacts add constraint a check (age > 0);', 'add it `not valid`'],
  ['a foreign key', 'alter table contacts add foreign key (a) references users;', 'add it `not valid`'],
  ['a unique constraint', 'alter table contacts add constraint a unique (age);', '`using index`'],
  [
    'a validation in the same transaction',
    'alter table contacts add constraint a check (age > 0) not valid; alter table contacts validate constraint a;',
    'in a file of its own',
  ],
  ['a change of all rows', `update contacts set age = 1;`, 'in batches'],
  ['a lock', 'lock table contacts;', 'locks the whole table'],
  ['a removed column', 'alter table contacts drop column age;', 'one release after'],
  ['a removed column by a reason of one’s own', '-- safe: unused\nalter table contacts drop age;', 'one release after'],
  ['a removed table', 'drop table contacts;', 'one release after'],
  ['a removed function', 'drop function due_campaigns(timestamptz);', 'one release after'],
  ['a renamed column', 'alter table contacts rename column age to years;', 'a release later'],
])('%s is refused, and the message says what to write', (_what, sql, message) => {
  expect(lockProblems('a.sql', sql)).toEqual([expect.stringContaining(message)]);
});

test.each([
  [
    'a new table with all it needs',
    'create table a (id int); create index b on a (id); alter table a add unique (id);',
  ],
  ['a column with a default', 'alter table contacts add column age int not null default 0, add column b text;'],
  ['a constraint that is not valid yet', 'alter table contacts add constraint a check (age > 0) not valid;'],
  ['its validation', 'alter table contacts validate constraint a;'],
  [
    'an index that blocks nobody',
    '-- outside a transaction\ndrop index concurrently if exists a;\ncreate unique index concurrently a on contacts (email);',
  ],
  ['a constraint of an index', 'alter table contacts add constraint a unique using index a;'],
  ['what was unused in the release before', '-- contract: unused since 0.1.0\nalter table contacts drop column age;'],
  ['what is explained', '-- safe: one row for the installation\nupdate usage_switch set since = now();'],
  ['a dropped constraint', 'alter table contacts drop constraint a;'],
  ['words in quotes', `comment on table contacts is 'drop table contacts; update contacts set a = 1';`],
])('%s is safe', (_what, sql) => {
  expect(lockProblems('a.sql', sql)).toEqual([]);
});
