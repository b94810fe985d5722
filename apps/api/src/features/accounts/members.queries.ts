/** Named SQL of members and invitations. All of it runs in a tenant transaction unless it says otherwise. */

const memberColumns = `m.id, m.user_id as "userId", u.name, u.email, m.role, m.created_at as "joinedAt"`;

export const listMembers = `
  select ${memberColumns} from memberships m join users u on u.id = m.user_id order by lower(u.name), m.id limit 1000`;

/** $1 member. */
export const memberById = `select ${memberColumns} from memberships m join users u on u.id = m.user_id where m.id = $1`;

/** $1 user: their membership, and how many owners there are. */
export const myMembership = `
  select m.id, m.role, (select count(*)::int from memberships where role = 'owner') as owners
  from memberships m where m.user_id = $1`;

/**
 * $1 member, $2 user: that member, that user's own membership, and every owner, locked in one order. Whoever wants to
 * take an owner away waits here for whoever came first, and then no longer sees the owner who is gone.
 */
export const lockOwnersAnd = `
  select id, user_id as "userId", role from memberships
  where role = 'owner' or id = $1 or user_id = $2 order by id for update`;

export const invitationColumns = `
  i.id, i.email, i.role, i.created_at as "createdAt", i.expires_at as "expiresAt", i.expires_at <= now() as "isExpired", i.sent_at as "sentAt", i.problem,
  (select u.name from users u where u.id = i.created_by_id) as "invitedBy"`;

const isOpen = `i.accepted_at is null and i.revoked_at is null`;

export const listInvitations = `
  select ${invitationColumns} from invitations i where ${isOpen} order by i.id desc limit 1000`;

/** $1 invitation. */
export const openInvitation = `select ${invitationColumns} from invitations i where i.id = $1 and ${isOpen}`;

/** $1 address key: whether somebody here has it. */
export const memberOfAddress = `
  select from memberships m join users u on u.id = m.user_id where u.email_key = $1`;

/** $1 address key: an expired invitation makes room for a new one. */
export const dropExpired = `
  update invitations i set revoked_at = now(), updated_at = now()
  where i.email_key = $1 and ${isOpen} and i.expires_at <= now()`;

/** $1 address key: mails of invitations within a day: to it from here and from anywhere, and of this organization to anybody. */
export const invitationMails = `
  select coalesce(sum(i.mails) filter (where i.email_key = $1), 0)::int as here, invitation_mails_to($1) as anywhere,
    coalesce(sum(i.mails), 0)::int as "ofOrganization"
  from invitations i where i.updated_at > now() - interval '1 day'`;

/** $1 address, $2 role, $3 hash of the token, $4 until, $5 who. */
export const addInvitation = `
  insert into invitations (email, role, token_hash, expires_at, created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $5)
  on conflict (organization_id, email_key) where accepted_at is null and revoked_at is null do nothing returning id`;

/** $1 invitation, $2 hash of a new token, $3 until, $4 who; not more often than once a minute. */
export const renewInvitation = `
  update invitations i set token_hash = $2, expires_at = $3, updated_at = now(), updated_by_id = $4, mails = i.mails + 1
  where i.id = $1 and ${isOpen} and i.updated_at < now() - interval '1 minute' returning i.id`;

/** $1 invitation, $2 what went wrong or null. */
export const noteSending = `
  update invitations set sent_at = case when $2::text is null then now() end, problem = left($2, 500) where id = $1`;

/** $1 invitation, $2 who. */
export const revokeInvitation = `
  update invitations i set revoked_at = now(), updated_at = now(), updated_by_id = $2 where i.id = $1 and ${isOpen}`;

/** $1 invitation, $2 user: once, and only in time. */
export const acceptInvitation = `
  update invitations i set accepted_at = now(), accepted_by_id = $2, updated_at = now()
  where i.id = $1 and ${isOpen} and i.expires_at > now() returning i.email, i.role`;

/** $1 invitation: what its holder may know. */
export const invitationForHolder = `
  select o.id as "organizationId", o.name as "organizationName", i.email, i.role,
    'data:' || o.logo_type || ';base64,' || translate(encode(o.logo, 'base64'), E'\\n', '') as "organizationLogo",
    (select u.name from users u where u.id = i.created_by_id) as "invitedBy",
    exists (select from users u where u.email_key = i.email_key and u.email_verified_at is not null) as "hasAccount"
  from invitations i join organizations o on o.id = i.organization_id
  where i.id = $1 and o.deleted_at is null and ${isOpen} and i.expires_at > now()`;
