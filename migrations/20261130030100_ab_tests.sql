-- A comparison of variants is an A/B test; a test is what members are sent of a campaign, and is stored nowhere.
alter table campaigns rename column test to ab_test;

-- What was approved is compared with the draft to the letter. The owner of the tables is under row-level security too,
-- hence the loop.
do $$ declare organization uuid; begin
  for organization in select id from organizations loop
    perform set_config('app.organization_id', organization::text, true);
    update campaign_approvals set version = version - 'test' || jsonb_build_object('abTest', version -> 'test')
    where organization_id = organization and version ? 'test';
  end loop;
  perform set_config('app.organization_id', '', true);
end $$;
