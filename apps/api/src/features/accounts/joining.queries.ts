/** Named SQL for creating accounts and memberships. */

/** $1 name, $2 address, $3 hash of a password or null, $4 whether the address is theirs for sure. Nothing when it is somebody's. */
export const addUser = `
  insert into users (name, email, password_hash, email_verified_at) values ($1, $2, $3, case when $4::boolean then now() end)
  on conflict (email_key) where email_verified_at is not null do nothing returning id`;

/** $1 user, $2 role: nothing when they are a member already. In a tenant transaction. */
export const addMember = `
  insert into memberships (user_id, role) values ($1, $2) on conflict (organization_id, user_id) do nothing returning id, role`;
