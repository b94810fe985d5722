-- What messages said is kept for viewing them in a browser for a while, and where their links lead for good.
create index composed_messages_viewable on composed_messages (organization_id, composed_at) where html_values is not null;
comment on index composed_messages_viewable is 'organizations_with_old_messages; what they forget';
grant select on composed_messages to engagex_crossing;
create policy crossing on composed_messages for select to engagex_crossing using (true);
