-- A provider becomes the only way in once an owner has signed in through it, with the settings it has now; where it is the
-- only way in already, it stays so. Of what it said nothing is kept but the domain of the address.
alter table identity_providers
  add column tested_at timestamptz, -- null again when issuer, client or secret change
  add column tested_by_id uuid references users,
  add column tested_domain text, -- null when the account was linked before, so that its address did not matter
  add check ((tested_at is null) = (tested_by_id is null));
