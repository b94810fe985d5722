import { erasedHashOf } from '../preferences/index.ts';

/** Named SQL of sign-up forms. All of it but `organizationOfForm` runs in a tenant transaction. */

const columns = `id, name, fields, group_ids as "groupIds", topic_id as "topicId", wording, wording_version as "wordingVersion",
  double_opt_in as "doubleOptIn", redirect_url as "redirectUrl", thanks, created_at as "createdAt", updated_at as "updatedAt"`;

export const organizationOfForm = `select organization_of_form($1) as "organizationId"`;

export const listForms = `select ${columns} from forms where deleted_at is null order by id desc limit 200`;

/** $1 form. */
export const formOf = `select ${columns} from forms where id = $1 and deleted_at is null`;

/** $1 name, $2 fields, $3 groups, $4 topic, $5 wording, $6 double opt-in, $7 redirect, $8 thanks, $9 who. */
export const addForm = `
  insert into forms (name, fields, group_ids, topic_id, wording, double_opt_in, redirect_url, thanks, created_by_id, updated_by_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) returning ${columns}`;

/** $10 form; the rest as above. */
export const changeForm = `
  update forms set name = $1, fields = $2, group_ids = $3, topic_id = $4, wording = $5, double_opt_in = $6, redirect_url = $7,
    thanks = $8, wording_version = wording_version + (wording <> $5)::int, updated_by_id = $9, updated_at = now()
  where id = $10 returning ${columns}`;

/** $1 form, $2 when it was deleted or null, $3 who. */
export const setFormDeleted = `
  update forms set deleted_at = $2, updated_by_id = $3, updated_at = now() where id = $1 returning ${columns}`;

/** $1 groups, $2 topic: one that does not exist, by name of the field. */
export const unknownPart = `
  select 'groupIds' as field from unnest($1::uuid[]) x (id)
  where not exists (select from groups g where g.id = x.id and g.deleted_at is null)
  union all
  select 'topicId' where $2::uuid is not null and not exists (select from topics t where t.id = $2 and t.deleted_at is null)
  limit 1`;

/** $1 address as compared: what is known of it. An address that may get nothing is not even asked to confirm. */
export const standingOf = `
  select (select c.subscription from contacts c where c.email_key = $1
      and (c.deleted_at is null or c.subscription = 'unsubscribed')) as subscription,
    (select c.language from contacts c where c.email_key = $1 and c.deleted_at is null) as language,
    exists (select from suppressions s where s.reason <> 'unsubscribe' and (s.address_key = $1
      or s.address_hash = ${erasedHashOf('$1::text')})) as "isBarred",
    exists (select from suppressions s where s.reason = 'unsubscribe' and s.address_key = $1) as "hasLeft",
    (select count(*)::int from form_confirmations f where f.email_key = $1 and f.created_at > now() - interval '1 day') as "askedToday",
    exists (select from form_confirmations f where f.email_key = $1 and f.confirmed_at is null
      and f.created_at > now() - interval '10 minutes') as "wasJustAsked"`;

/** $1 form, $2 address, $3 as compared, $4 first name, $5 last name, $6 wording, $7 version, $8 client, $9 hash, $10 days. */
export const askToConfirm = `
  insert into form_confirmations (form_id, email, email_key, first_name, last_name, wording, wording_version, address, token_hash, expires_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + make_interval(days => $10))`;

/** $1 form, $2 hash: what waits to be confirmed by this link. */
export const waiting = `
  select email from form_confirmations where form_id = $1 and token_hash = $2 and confirmed_at is null and expires_at > now()`;

/** The same, used up; nothing when the person left after they had filled in the form. */
export const confirm = `
  update form_confirmations f set confirmed_at = now()
  where f.form_id = $1 and f.token_hash = $2 and f.confirmed_at is null and f.expires_at > now() and not exists (
    select from contacts c where c.email_key = f.email_key and c.unsubscribed_at > f.created_at)
  returning f.email, f.email_key as "emailKey", f.first_name as "firstName", f.last_name as "lastName", f.wording,
    f.wording_version as "wordingVersion"`;

/** $1 address: people who signed up and stay as they are are noted by hand, since nothing of theirs changes. */
export const noteConsent = `
  select note_consent(organization_id, id, 'subscription', null, $2, 'subscribed') from contacts where id = $1`;

/** For the mail. */
export const senderOfForms = `
  select name as organization, sender_name as "senderName", sender_email as "senderEmail",
    'data:' || logo_type || ';base64,' || translate(encode(logo, 'base64'), E'\\n', '') as logo, colour
  from organizations where id = current_organization()`;
