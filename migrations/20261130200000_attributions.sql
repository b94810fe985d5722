-- What people bought after campaigns. Touches are opens and clicks by people, conversions are events that the organization
-- or a campaign counts.
create table attribution_settings (
  organization_id uuid primary key default current_organization() references organizations,
  basis text not null default 'click' check (basis in ('click', 'open')), -- open: clicks and opens
  click_days smallint not null default 5 check (click_days between 1 and 30),
  open_days smallint not null default 1 check (open_days between 1 and 30),
  event_name text collate "C" not null default 'purchase',
  marks_links boolean not null default false, -- links tell the website which message they are from
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users
);
call make_tenant_table('attribution_settings');

create table campaign_goals (
  organization_id uuid not null default current_organization() references organizations,
  campaign_id uuid not null,
  event_name text collate "C" not null,
  updated_at timestamptz not null default now(),
  updated_by_id uuid references users,
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaigns on delete cascade
);
call make_tenant_table('campaign_goals');
comment on table campaign_goals is 'Campaigns whose conversions are other events than those of the organization.';

create table conversions (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  event_id uuid not null, -- no foreign key: events go with their partition
  event_name text collate "C" not null,
  order_id text collate "C", -- as the shop calls it; null where every event is an order of its own
  sent smallint not null default 1, -- how often this order was reported
  person_id uuid, -- as received, as of events; null once the person was erased
  contact_id uuid, -- whose person it is
  trusted boolean not null, -- reported by a server, or of a signed user id
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  amount numeric(20, 4) check (amount >= 0), -- rounded to the currency's smallest unit; null for a conversion without an amount
  currency text check (currency ~ '^[A-Z]{3}$'),
  refunded numeric(20, 4) not null default 0 check (refunded >= 0),
  outcome text check (outcome in ('attributed', 'no_contact', 'no_touch', 'touch_too_old', 'touch_later')),
  campaign_id uuid,
  delivery_id uuid, -- no foreign key: only marked, as elsewhere, and read by its id
  touch text check (touch in ('click', 'open')),
  touched_at timestamptz,
  link_position int,
  via text check (via in ('contact', 'browser')), -- whose touch it was: the contact's, or one in the same browser
  decides_at timestamptz not null, -- when it is settled for good
  decided_at timestamptz,
  due_at timestamptz, -- when it is looked at again; null once decided
  primary key (organization_id, id),
  unique (organization_id, event_id),
  foreign key (organization_id, campaign_id) references campaigns,
  foreign key (organization_id, contact_id) references contacts on delete set null (contact_id),
  check ((amount is null) = (currency is null)),
  check (refunded <= coalesce(amount, 0)),
  check ((decided_at is null) = (due_at is not null)),
  check ((outcome is not distinct from 'attributed') = (campaign_id is not null)),
  check (num_nulls(campaign_id, delivery_id, touch, touched_at, via) in (0, 5)),
  check (touched_at < occurred_at)
);
call make_tenant_table('conversions');
comment on table conversions is 'Every order, or other event that counts, once: which campaign it is attributed to, or why to none. Settled for good at decides_at.';
create unique index conversions_order on conversions (organization_id, event_name, order_id) where order_id is not null;
comment on index conversions_order is 'an order counts once';
create index conversions_order_id on conversions (organization_id, order_id) where order_id is not null;
comment on index conversions_order_id is 'the orders of a refund';
create index conversions_campaign on conversions (organization_id, campaign_id, occurred_at desc, id desc)
  include (contact_id, delivery_id, currency, amount, refunded) where campaign_id is not null;
comment on index conversions_campaign is 'report and list of a campaign; foreign key';
create index conversions_contact on conversions (organization_id, contact_id, campaign_id, occurred_at) where contact_id is not null;
comment on index conversions_contact is 'timeline, segments: did this one person buy; foreign key';
create index conversions_occurred_at on conversions (organization_id, occurred_at desc);
comment on index conversions_occurred_at is 'what all conversions of a period come to';
create index conversions_undecided on conversions (organization_id, person_id) where decided_at is null;
comment on index conversions_undecided is 'review_conversions: those of a person that may still change';
create index conversions_person on conversions (organization_id, person_id);
comment on index conversions_person is 'everything held about a person';
create index conversions_due on conversions (due_at) where due_at is not null;
comment on index conversions_due is 'what is to be settled, of every organization';

-- Notes that something changed. Only ever added to, so that whoever stores opens and clicks waits for nobody.
create table conversion_reviews (
  organization_id uuid not null default current_organization() references organizations,
  id uuid not null default uuidv7(),
  conversion_id uuid not null,
  primary key (organization_id, id),
  foreign key (organization_id, conversion_id) references conversions on delete cascade
);
call make_tenant_table('conversion_reviews');
comment on table conversion_reviews is 'Undecided conversions to attribute again: somebody opened or clicked, a verdict changed, or a person became a contact.';
create index conversion_reviews_conversion on conversion_reviews (organization_id, conversion_id);
comment on index conversion_reviews_conversion is 'foreign key';

create table conversion_refunds (
  organization_id uuid not null default current_organization() references organizations,
  order_id text collate "C" not null,
  refund_id text collate "C" not null, -- as the shop calls it, else the event's id
  event_id uuid not null,
  amount numeric(20, 4) check (amount > 0), -- null: the whole order
  currency text check (currency ~ '^[A-Z]{3}$'), -- null: that of the order
  occurred_at timestamptz not null,
  primary key (organization_id, order_id, refund_id)
);
call make_tenant_table('conversion_refunds');
comment on table conversion_refunds is 'Refunds as servers reported them, also of orders that are not known yet.';

create table followed_messages (
  organization_id uuid not null default current_organization() references organizations,
  person_id uuid not null, -- as of events: a browser
  delivery_id uuid not null,
  followed_at timestamptz not null,
  primary key (organization_id, person_id, delivery_id)
);
call make_tenant_table('followed_messages');
comment on table followed_messages is 'Browsers that came to the website by a link of a message. Says nothing about who sits there: links are passed on.';
create index followed_messages_delivery on followed_messages (organization_id, delivery_id);
comment on index followed_messages_delivery is 'review_conversions; everything held about a person';

-- Whose conversions are to be settled, of every organization.
grant select (organization_id, due_at) on conversions to engagex_crossing;
create policy crossing on conversions for select to engagex_crossing using (true);
grant select (organization_id) on conversion_reviews to engagex_crossing;
create policy crossing on conversion_reviews for select to engagex_crossing using (true);
