-- What each file said when it was applied: one that was edited since is refused. Null until the next run records it.
alter table migrations add column checksum text;

-- The release whose files no longer had the function. Processes of the release before it may still call it.
alter table applied_functions add column obsolete_since text;
