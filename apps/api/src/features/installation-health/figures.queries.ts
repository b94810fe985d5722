/** Named SQL of the figures of an installation, outside any organization. */

/** $1 since when they count as fresh. */
export const freshFigures = `select figures, read_at as "readAt" from installation_figures where read_at > $1`;

export const lockFigures = `select pg_try_advisory_xact_lock(hashtext('installation_figures')) as "isOurs"`;

/** $1 now, $2 failures in a row from which on work is failing. A ledger may take a moment to close. */
export const readFigures = `
  select jsonb_build_object(
    'queues', (select jsonb_agg(w) from (
      select * from waiting_work($1::timestamptz)
      union all
      select 'inbound', count(*), min(received_at) from inbound_mails where state = 'waiting') w),
    'stages', coalesce((select jsonb_agg(l) from event_lags() l), '[]'),
    'failedEvents', (select to_jsonb(k) from kept_failures() k),
    'campaigns', coalesce((select jsonb_agg(u) from unclosed_ledgers($1::timestamptz - interval '10 minutes') u), '[]'),
    'failing', coalesce((select jsonb_agg(f.queue) from failing_work($2) f), '[]'),
    'certificateExpiresAt', soonest_expiry(),
    'backup', (select to_jsonb(b) from last_backup() b),
    'database', (select to_jsonb(d) from database_state() d)) as figures`;

/** $1 figures, $2 now. */
export const keepFigures = `
  insert into installation_figures (figures, read_at) values ($1, $2)
  on conflict (is_only) do update set figures = excluded.figures, read_at = excluded.read_at`;

export const processes = `
  select id, name, version, started_at as "startedAt", seen_at as "seenAt", report,
    seen_at < now() - interval '1 minute' as "isSilent"
  from running_processes where seen_at > now() - interval '1 hour' order by name, started_at, id`;

/** $1 now. */
export const busiest = `select id, name, batches, campaigns, messages from busiest_organizations($1)`;
