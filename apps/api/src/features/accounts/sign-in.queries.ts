/** Named SQL of signing in. It runs outside any organization. */

/** $1 user: the kinds of second factor they have, and whether their address is theirs alone. */
export const secondFactorsOf = `
  select array_remove(array[
    case when exists (select from totp_secrets where user_id = $1 and confirmed_at is not null) then 'totp' end,
    case when exists (select from passkeys where user_id = $1) then 'passkey' end
  ], null) as methods,
    exists (select from users u where u.id = $1 and (u.email_verified_at is not null
      or not exists (select from users o where o.email_key = u.email_key and o.id <> u.id))) as "ownsAddress"`;

/** $1 address key: the account with a password that confirmed the address, and the newest that only claims it. */
export const accountsAt = `
  (select id, password_hash as "passwordHash" from users
   where email_key = $1 and email_verified_at is not null and password_hash is not null)
  union all
  (select id, password_hash from users
   where email_key = $1 and email_verified_at is null and password_hash is not null order by created_at desc limit 1)`;

/** $1 address key: the account that a person means who reads its mail; first the one that confirmed it. */
export const accountOfReader = `
  select id, name, email, password_hash is not null as "hasPassword" from users where email_key = $1
  order by email_verified_at is null, password_hash is null, created_at desc limit 1`;
