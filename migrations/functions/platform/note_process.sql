-- That a process is running, and what it says about itself. Whoever was silent for a day is forgotten.
create or replace function note_process(process uuid, called text, of_version text, since timestamptz, says jsonb) returns void
  language sql set search_path = public, pg_temp
  begin atomic
    insert into running_processes as p (id, name, version, started_at, report) values (process, called, of_version, since, says)
    on conflict (id) do update set seen_at = now(), report = excluded.report;
    delete from running_processes where seen_at < now() - interval '1 day';
  end;
revoke all on function note_process from public;
grant execute on function note_process to engagex_app, engagex_bff;
