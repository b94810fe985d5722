-- That a process has ended as it should.
create or replace function forget_process(process uuid) returns void
  language sql set search_path = public, pg_temp
  begin atomic
    delete from running_processes where id = process;
  end;
revoke all on function forget_process from public;
grant execute on function forget_process to engagex_app, engagex_bff;
