-- Whose messages these are, and of which kind, for whoever reports about them: providers and mail servers know no organization.
create or replace function subjects_of_receipts(wanted uuid[]) returns table (id uuid, organization_id uuid, kind text)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select d.id, d.organization_id, 'delivery' from deliveries d join organizations o on o.id = d.organization_id
    where d.id = any (wanted) and o.deleted_at is null
    union all
    select m.id, m.organization_id, 'message' from messages m join organizations o on o.id = m.organization_id
    where m.id = any (wanted) and o.deleted_at is null;
  end;
alter function subjects_of_receipts owner to engagex_crossing;
revoke all on function subjects_of_receipts from public;
grant execute on function subjects_of_receipts to engagex_app;
