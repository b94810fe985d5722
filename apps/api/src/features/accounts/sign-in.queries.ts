/** Named SQL of signing in. It runs outside any organization. */

/** $1 user: the kinds of second factor they have. */
export const secondFactorsOf = `
  select array_remove(array[
    case when exists (select from totp_secrets where user_id = $1 and confirmed_at is not null) then 'totp' end,
    case when exists (select from passkeys where user_id = $1) then 'passkey' end
  ], null) as methods`;

/** $1 user: where they are a member, and what is asked of them there. */
export const organizationsOfUser = `
  select o.id, o.id as "organizationId", o.name, o.role, r.requires_second_factor as "requiresSecondFactor",
    r.requires_single_sign_on as "requiresSingleSignOn"
  from organizations_of_user($1) with ordinality as o (id, name, role, place) join sign_in_rules_of_user($1) r using (id)
  order by o.place`;
