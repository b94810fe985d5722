-- What members say to each other about a template. It is no part of its content: copies and messages have none of it.
create table template_comments (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  template_id uuid not null,
  thread_id uuid, -- the first comment of the thread this answers in; null for that one
  block_id text, -- the block a thread is about, which may be deleted by now; null for the template as a whole
  body text not null check (body <> ''),
  mentions uuid[] not null default '{}', -- users
  resolved_at timestamptz,
  resolved_by_id uuid references users,
  created_at timestamptz not null default now(),
  created_by_id uuid references users,
  deleted_at timestamptz,
  deleted_by_id uuid references users,
  primary key (organization_id, id),
  foreign key (organization_id, template_id) references templates,
  foreign key (organization_id, thread_id) references template_comments on delete cascade,
  check (thread_id is null or (block_id is null and resolved_at is null))
);
comment on table template_comments is 'Comments on templates and their blocks: first comments of threads, and answers.';
create index template_comments_listed on template_comments (organization_id, template_id, id) where deleted_at is null;
comment on index template_comments_listed is 'list; how many there are';
create index template_comments_thread on template_comments (organization_id, thread_id) where thread_id is not null;
comment on index template_comments_thread is 'the answers that go with a first comment when an organization is purged';
call make_tenant_table('template_comments');

-- A notification is about a campaign, or about a comment that mentions somebody.
alter table notifications
  add column comment_id uuid,
  add foreign key (organization_id, comment_id) references template_comments on delete cascade,
  drop constraint notifications_subject_check,
  add constraint notifications_subject_check check (num_nonnulls(campaign_id, domain_id, comment_id) = 1),
  drop constraint notifications_kind_check;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost'));
create unique index notifications_comment on notifications (organization_id, comment_id, user_id) where comment_id is not null;
comment on index notifications_comment is 'one for each mention';
