import { isoInstant } from '../../platform/iso-instant.ts';

/** Named SQL of bounce mailboxes. It runs in a tenant transaction, except for that of the installation’s own. */

/** $1 one mailbox or null. */
export const listMailboxes = `
  select b.id, b.transport_id as "transportId", t.name as "transportName", b.kind, b.host, b.port, b.security, b.username,
    b.folder, b.address, b.afterwards, b.plus_state as "plusAddresses",
    case when b.next_check_at is null then 'paused' when b.failures > 0 then 'retrying' else 'working' end as state,
    b.problem, b.detail, ${isoInstant('b.checked_at')} as "checkedAt", ${isoInstant('b.next_check_at')} as "nextCheckAt",
    b.taken::int, ${isoInstant('b.taken_at')} as "takenAt", b.skipped::int, ${isoInstant('b.updated_at')} as "updatedAt"
  from bounce_mailboxes b join transports t on t.organization_id = b.organization_id and t.id = b.transport_id
  where b.deleted_at is null and ($1::uuid is null or b.id = $1) order by t.position, t.id limit 100`;

/** What it takes to sign in. */
const access = `b.id, b.transport_id as "transportId", b.kind, b.host, b.port, b.security, b.username, b.folder, b.address,
  b.afterwards, b.password_encrypted as "sealed", b.password_key_id as "keyId"`;

/** $1 mailbox. */
export const mailboxToTest = `select ${access} from bounce_mailboxes b where b.id = $1 and b.deleted_at is null`;

/** $1 transport: of two who add a mailbox at once, one waits. */
export const lockTransport = 'select id from transports where id = $1 and deleted_at is null for update';

/** $1 transport, $2 another mailbox than this or null: the one that it has. */
export const otherMailbox = `
  select id from bounce_mailboxes where transport_id = $1 and id is distinct from $2 and deleted_at is null`;

/** $1 transport, $2 kind, $3 host, $4 port, $5 security, $6 username, $7 folder, $8 address, $9 afterwards, $10–11 password, $12 who, $13 id. */
export const addMailbox = `
  insert into bounce_mailboxes (transport_id, kind, host, port, security, username, folder, address, afterwards,
    password_encrypted, password_key_id, created_by_id, updated_by_id, id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)`;

/** The same of mailbox $13. Another folder is read from its beginning, another address is tried anew, and whatever was wrong may be mended. */
export const changeMailbox = `
  update bounce_mailboxes set kind = $2, host = $3, port = $4, security = $5, username = $6, folder = $7, address = $8,
    afterwards = $9, password_encrypted = $10, password_key_id = $11, updated_by_id = $12, updated_at = now(),
    place = case when (kind, host, username, folder) = ($2, $3, $6, $7) then place end,
    plus_state = case when (address, host, username) = ($8, $3, $6) then plus_state else 'unknown' end,
    failures = 0, problem = null, detail = null, next_check_at = now(), checking_until = null
  where id = $13 and transport_id = $1 and deleted_at is null`;

/** $1 mailbox, $2 when, $3 who, $4 when it is deleted for good. */
export const deleteMailbox = `
  update bounce_mailboxes set deleted_at = $2, updated_by_id = $3, updated_at = now(), next_check_at = $4, checking_until = null
  where id = $1 and deleted_at is null returning transport_id as "transportId"`;

/** $1 transport: with their passwords, also those that could be restored. */
export const forgetMailboxesOf = 'delete from bounce_mailboxes where transport_id = $1';

/** $1 mailbox, $2 who. */
export const restoreMailbox = `
  update bounce_mailboxes set deleted_at = null, updated_by_id = $2, updated_at = now(), next_check_at = now(), failures = 0,
    problem = null, detail = null
  where id = $1 and deleted_at is not null returning transport_id as "transportId"`;

/** $1 mailbox, $2 now: it is read at once. */
export const mailboxMended = `
  update bounce_mailboxes set failures = 0, problem = null, detail = null, next_check_at = $2
  where id = $1 and deleted_at is null`;

/** $1 mailbox, $2 what the message that tries plus addresses is called, $3 now. */
export const plusTestBegun = `
  update bounce_mailboxes set plus_state = 'testing', plus_test_id = $2, plus_tested_at = $3
  where id = $1 and deleted_at is null`;

/** $1 mailbox, $2 of this test only, $3 what turned out. */
export const plusTestEnded = `
  update bounce_mailboxes set plus_state = $3 where id = $1 and plus_test_id = $2 and plus_state = 'testing'`;

/** $1 mailbox, $2 now, $3 until when it is this worker’s: what it takes to read it; nothing unless it is due. */
export const claimMailbox = `
  update bounce_mailboxes b set checking_until = $3
  where b.id = $1 and b.deleted_at is null and b.next_check_at <= $2 and (b.checking_until is null or b.checking_until <= $2)
  returning ${access}, b.place, b.failures, b.problem, b.told_at as "toldAt", b.plus_state as "plusAddresses", b.plus_test_id as "plusTestId",
    b.plus_tested_at as "plusTestedAt"`;

/** $1 mailbox, $2 deleted before: with its password. */
export const purgeMailbox = 'delete from bounce_mailboxes where id = $1 and deleted_at <= $2';

/** $1 mailbox, $2 until when it was this worker’s, $3 now, $4 next, $5 place, $6 taken, $7 skipped, $8 plus addresses or null. */
export const mailboxRead = `
  update bounce_mailboxes set checked_at = $3, next_check_at = $4, place = $5, taken = taken + $6, skipped = skipped + $7,
    taken_at = case when $6 > 0 then $3 else taken_at end, plus_state = coalesce($8, plus_state),
    failures = 0, problem = null, detail = null, told_at = null, checking_until = null
  where id = $1 and checking_until = $2 and deleted_at is null`;

/** $1 mailbox, $2 until when it was this worker’s, $3 now, $4 next or null, $5 problem, $6 the server’s words, $7 plus addresses or null, $8 when members are told of it, or null. */
export const mailboxFailed = `
  update bounce_mailboxes set checked_at = $3, next_check_at = $4, problem = $5, detail = $6, failures = least(failures + 1, 100),
    plus_state = coalesce($7, plus_state), told_at = coalesce(told_at, $8), checking_until = null
  where id = $1 and checking_until = $2 and deleted_at is null`;

/** $1 key, $2 now, $3 until when it is this worker’s: how far the installation’s mailbox was read; nothing unless it is due. */
export const claimInstallationMailbox = `
  insert into installation_mailboxes (key, checking_until) values ($1, $3)
  on conflict (key) do update set checking_until = $3
    where installation_mailboxes.next_check_at <= $2
      and (installation_mailboxes.checking_until is null or installation_mailboxes.checking_until <= $2)
  returning place, failures, problem`;

/** $1 key, $2 until when it was this worker’s, $3 now, $4 next, $5 place or null, $6 taken, $7 skipped, $8 problem, $9 failures. */
export const installationMailboxRead = `
  update installation_mailboxes set checked_at = $3, next_check_at = $4, place = coalesce($5, place), taken = taken + $6,
    skipped = skipped + $7, problem = $8, failures = $9, checking_until = null
  where key = $1 and checking_until = $2`;
