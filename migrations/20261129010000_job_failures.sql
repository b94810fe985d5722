-- What failed in the worker and was not done since, by what it was about: counted, so that somebody is told.
create table job_failures (
  organization_id uuid not null default current_organization() references organizations,
  queue text not null,
  subject text not null, -- the id of a row of the queue's feature, or of the organization
  failures int not null default 1, -- in a row
  problem text not null,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  given_up_at timestamptz, -- its owner was told; what fails after that is counted anew
  primary key (organization_id, queue, subject)
);
create index job_failures_last on job_failures (last_at); -- failing_work
call make_tenant_table('job_failures');

grant select on job_failures to engagex_crossing;
create policy crossing on job_failures for select to engagex_crossing using (true);

-- What has failed again and again in the last minutes, of all organizations together: for health checks.
create function failing_work(fewest int) returns table (queue text, count int, since timestamptz)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select f.queue, count(*)::int, min(f.first_at) from job_failures f
    where f.failures >= fewest and f.last_at > now() - interval '10 minutes'
    group by f.queue order by f.queue;
  end;
alter function failing_work owner to engagex_crossing;
revoke all on function failing_work from public;
grant execute on function failing_work to engagex_app;
