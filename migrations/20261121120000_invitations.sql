create table invitations (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  email text not null,
  email_key text collate "C" generated always as (lower(email collate "C")) stored,
  role text not null check (role in ('owner', 'admin', 'campaign_manager', 'editor', 'analyst')),
  token_hash bytea not null, -- SHA-256; the token itself is only in the mail
  expires_at timestamptz not null,
  sent_at timestamptz,
  problem text, -- why the mail could not be handed over
  accepted_at timestamptz,
  accepted_by_id uuid references users,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by_id uuid references users,
  updated_by_id uuid references users,
  primary key (organization_id, id)
);
-- One open invitation per address.
create unique index invitations_open on invitations (organization_id, email_key)
  where accepted_at is null and revoked_at is null;
create unique index invitations_token on invitations (token_hash, organization_id); -- for invitation_of_token
call make_tenant_table('invitations');

grant select on invitations to engagex_crossing;
create policy crossing on invitations for select to engagex_crossing using (true);

-- Whose link this is, as long as it can be used.
create function invitation_of_token(hash bytea) returns table (organization_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  begin atomic
    select i.organization_id, i.id from invitations i
    where i.token_hash = hash and i.accepted_at is null and i.revoked_at is null and i.expires_at > now();
  end;
alter function invitation_of_token owner to engagex_crossing;
revoke all on function invitation_of_token from public;
grant execute on function invitation_of_token to engagex_app;

grant delete on memberships to engagex_app;
