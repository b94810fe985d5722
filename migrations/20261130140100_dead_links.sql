-- A link of everybody's message whose server says that there is no such page.
alter table pre_flight_findings drop constraint pre_flight_findings_kind_check;
alter table pre_flight_findings add constraint pre_flight_findings_kind_check
  check (kind in ('empty', 'broken_link', 'clipped', 'failed', 'other_language', 'dead_link'));
