-- How many people somebody agreed to when they sent or scheduled a campaign. Null for a draft, and for what was planned
-- before this was noted: nobody was asked then.
alter table campaigns add column agreed_people bigint check (agreed_people >= 0);
