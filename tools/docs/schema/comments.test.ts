import { expect, test } from 'vitest';
import { commentsIn } from './comments.ts';

function everythingIn(...texts: string[]) {
  const { tables, columns, indexes } = commentsIn(texts);
  return { ...Object.fromEntries(tables), ...Object.fromEntries(columns), ...Object.fromEntries(indexes) };
}

test('a comment belongs to the table below it, and to the column or index in its line', () => {
  expect(
    everythingIn(`-- About something else.

-- What people may be written about.
-- In two lines.
create table topics (
  id uuid not null,
  name text not null, -- as people read it; and how
  -- Whoever is on the way.
  state text not null default 'open'
    check (state in ('open', 'shut')), -- shut: for good
  primary key (id)
);
create unique index topics_name on topics (name)
  where name is not null; -- list
-- For search.
create index topics_state on topics (state);
alter table topics add column size int; -- in bytes`),
  ).toEqual({
    topics: 'What people may be written about. In two lines.',
    'topics.name': 'as people read it; and how',
    'topics.state': 'Whoever is on the way. shut: for good',
    'topics.size': 'in bytes',
    topics_name: 'list',
    topics_state: 'For search.',
  });
});

test('the last that was said of something counts, under the name it has now', () => {
  const first = `-- What people want.
create table choices (
  at date -- when
);
create index choices_at on choices (at); -- list`;
  const later = `alter table choices rename to preferences;
alter table preferences rename column at to since;
alter index choices_at rename to preferences_since;
drop index groups_name;
create index groups_name on groups (name); -- search, too
comment on table preferences is 'What people want to get.';
comment on index preferences_since is 'newest first';`;
  expect(everythingIn('create index groups_name on groups (name); -- search', first, later)).toEqual({
    preferences: 'What people want to get.',
    'preferences.since': 'when',
    preferences_since: 'newest first',
    groups_name: 'search, too',
  });
});
