-- Approvals are told to those who decide and to whoever asked, and what was approved goes on by itself.
alter table notices drop constraint notices_kind_check;
alter table notices add constraint notices_kind_check
  check (kind in ('paused', 'undecided', 'not-started', 'approval-asked', 'approved', 'declined'));

-- Requests made before this was asked wait for somebody to press Send, as they were told.
alter table campaign_approvals add column on_approval text not null default 'wait' check (on_approval in ('send', 'wait'));
