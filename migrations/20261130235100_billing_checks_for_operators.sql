-- Operators see what the nightly comparisons of billing found, in all organizations.
grant select (organization_id, id, about, field, stored, found, found_at) on payment_drifts to engagex_crossing;
create policy crossing on payment_drifts for select to engagex_crossing using (true);
grant select (organization_id, id, meter, invoice_id, from_at, until_at, entered, frozen, counted, invoiced, found_at, settled_at)
  on usage_differences to engagex_crossing;
create policy crossing on usage_differences for select to engagex_crossing using (true);
grant select (meter, total, answer) on usage_reports to engagex_crossing;

create index payment_drifts_id on payment_drifts (id);
comment on index payment_drifts_id is 'payment_drifts_for_operators, of every organization, the newest first';
create index usage_differences_id on usage_differences (id);
comment on index usage_differences_id is 'usage_differences_for_operators, of every organization, the newest first';
create index usage_reports_not_taken on usage_reports (hour) where state in ('refused', 'too_late');
comment on index usage_reports_not_taken is 'usage_not_taken_for_operators, of every organization';
