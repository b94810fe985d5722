-- Links to choose a new password. A person's, in whichever organization they are.
create table password_resets (
  token_hash bytea primary key, -- SHA-256; the token itself is only in the mail
  user_id uuid not null references users,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index password_resets_user on password_resets (user_id); -- all of a person's end together
grant select, insert, update, delete on password_resets to engagex_app;

create index sessions_user on sessions ((sess ->> 'userId')); -- to list and end a person's sessions
