alter table organizations
  add column postal_address text, -- the footer of bulk mail
  add column sender_name text, -- what new campaigns begin with
  add column sender_email text;
