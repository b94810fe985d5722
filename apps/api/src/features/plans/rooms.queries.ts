import type { Held } from '@engagex/domain/plans';

/** $1 of what. Whoever else adds some in the organization waits until this transaction ends. */
export const holdRoom = `select pg_advisory_xact_lock(hashtextextended('room for ' || $1 || ' of ' || current_organization(), 0))`;

/** $1 of what. The same, unless somebody else holds it. */
export const tryHoldRoom = `select pg_try_advisory_xact_lock(hashtextextended('room for ' || $1 || ' of ' || current_organization(), 0)) as "isHeld"`;

const openInvitations = `select count(*) from invitations where accepted_at is null and revoked_at is null and expires_at > now()`;

/** What is there, and what else takes room. Contacts who unsubscribed take none; an invitation that can be accepted takes a seat. */
export const countHeld: Readonly<Record<Held, string>> = {
  contacts: `select count(*) as used, 0 as reserved from contacts where deleted_at is null and subscription = 'subscribed'`,
  seats: `select count(*) as used, (${openInvitations}) as reserved from memberships`,
  domains: `select count(*) as used, 0 as reserved from domains where deleted_at is null`,
};

/** $1 seconds, $2 how many at most. Contacts that were added, restored or subscribed again in these seconds; others that changed count as well. */
export const changedSince = `
  select count(*) as changed from (select from contacts where updated_at >= now() - make_interval(secs => $1) and deleted_at is null limit $2) as counted`;
