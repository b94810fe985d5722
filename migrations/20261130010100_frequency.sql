-- How much mail a person gets at most, and when not, is called frequency; who reached a cap is skipped as `frequency_cap`.
alter table pressure_rules rename to frequency_rules;

do $$ declare named record; begin
  for named in select conname from pg_constraint where conrelid = 'frequency_rules'::regclass and conname like 'pressure\_rules%' loop
    execute format('alter table frequency_rules rename constraint %I to %I',
      named.conname, replace(named.conname, 'pressure_rules', 'frequency_rules'));
  end loop;
end $$;

-- Triggers move the counts along. The owner of the tables is under row-level security too, hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update deliveries d set reason = 'frequency_cap' from delivery_counts n
    where n.organization_id = organization and n.state = 'skipped' and n.reason = 'pressure' and n.count > 0
      and d.organization_id = n.organization_id and d.campaign_id = n.campaign_id
      and d.state = 'skipped' and d.reason = 'pressure';
    delete from delivery_counts where organization_id = organization and reason = 'pressure' and count = 0;
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
