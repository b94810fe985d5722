-- How an organization's mail looks: the default of every choice in a visual template.
create table brand_kits (
  organization_id uuid primary key default current_organization() references organizations,
  kit jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users
);
call make_tenant_table('brand_kits');

-- A visual template is a document made of blocks; its MJML is made of that and the brand kit. Code is what its author wrote.
alter table templates
  add column kind text not null default 'code' check (kind in ('code', 'visual')),
  add column document jsonb,
  add column problems jsonb not null default '[]', -- of the document, when its MJML was made
  add check ((kind = 'visual') = (document is not null)),
  add check (kind = 'code' or format = 'mjml');
alter table templates alter column kind drop default;
