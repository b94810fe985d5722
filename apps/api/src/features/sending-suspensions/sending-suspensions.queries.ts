/** Named SQL of suspensions. All of it runs in a tenant transaction. */

export const suspensionOfOrganization = `
  select reason, contact, created_at as since from sending_suspensions`;

/** $1 reason, $2 whom to ask, $3 who. Nothing comes back when there is one already. */
export const suspendSending = `
  insert into sending_suspensions (reason, contact, suspended_by_id) values ($1, $2, $3)
  on conflict (organization_id) do nothing returning id`;

/** What there was comes back. */
export const resumeSending = `
  delete from sending_suspensions returning reason, contact`;
