-- Delivery tests are called that everywhere: tables, constraints, indexes, and the mail about them.
alter table examinations rename to delivery_tests;
alter table examination_probes rename to delivery_test_probes;
alter table delivery_test_probes rename column examination_id to test_id;

do $$
declare
  named record;
  renamed text;
begin
  for named in
    select c.conrelid::regclass as of, c.conname as name from pg_constraint c
    where c.conrelid in ('delivery_tests'::regclass, 'delivery_test_probes'::regclass) and c.conname like '%examination%'
  loop
    renamed := replace(replace(replace(named.name, 'examination_id', 'test_id'), 'examination_probes', 'delivery_test_probes'), 'examinations', 'delivery_tests');
    execute format('alter table %s rename constraint %I to %I', named.of, named.name, renamed);
  end loop;
  -- Those of constraints were renamed with them.
  for named in
    select i.indexrelid::regclass as index, c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid in ('delivery_tests'::regclass, 'delivery_test_probes'::regclass) and c.relname like '%examination%'
  loop
    renamed := replace(replace(replace(named.name, 'examination_id', 'test_id'), 'examination_probes', 'delivery_test_probes'), 'examinations', 'delivery_tests');
    execute format('alter index %s rename to %I', named.index, renamed);
  end loop;
end $$;
comment on index delivery_tests_due is 'due_delivery_tests';
comment on index delivery_tests_to_repeat is 'delivery_tests_to_repeat';

alter table notifications drop constraint notifications_kind_check;
-- The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update notifications set kind = 'delivery_test_worse' where kind = 'delivery_worse';
    update notifications set kind = 'delivery_test_mended' where kind = 'delivery_mended';
    delete from job_failures where queue = 'doctor';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
alter table notifications add constraint notifications_kind_check
  check (kind in ('paused', 'undecided', 'not_started', 'approval_asked', 'approved', 'declined', 'mentioned',
    'domain_degraded', 'domain_failed', 'domain_mended', 'domain_claimed', 'domain_lost', 'delivery_test_worse', 'delivery_test_mended',
    'incident_opened', 'incident_closed'));
comment on table delivery_tests is 'Delivery tests of a sending domain with a transport: records, and two messages that go the whole way to our own listener.';
comment on table delivery_test_probes is 'The messages of a delivery test. Their ids name them wherever they turn up, as with all messages.';
