/** Named SQL of signing in. It runs outside any organization. */

/** $1 user: the kinds of second factor they have. */
export const secondFactorsOf = `
  select array_remove(array[
    case when exists (select from totp_secrets where user_id = $1 and confirmed_at is not null) then 'totp' end,
    case when exists (select from passkeys where user_id = $1) then 'passkey' end
  ], null) as methods`;
