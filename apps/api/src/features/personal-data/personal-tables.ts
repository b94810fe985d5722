/**
 * How one table holds data of a contact. In its statements $1 are the contact and
 * those merged into it, $2 their addresses as they are compared.
 */
export interface PersonalTable {
  readonly table: string;
  /** What is exported of each row, as `row`. */
  readonly held: string;
  /** Deletes the rows or empties them; answers how many as `rows`. Left out where they stay, for the reason in `kept`. */
  readonly erase?: string;
  readonly kept?: string;
}

const ofContact = (table: string, without = '') =>
  `select to_jsonb(t) - 'organization_id'${without} as row from ${table} t where t.contact_id = any ($1::uuid[])`;
const counted = (change: string) => `with changed as (${change} returning 1) select count(*)::int as rows from changed`;
/** Cells of files have no type, so each is compared as text. */
const mentions = (cells: string) => `exists (select from ${cells} cell where lower(btrim(cell)) = any ($2::text[]))`;

const firstRows = `(select jsonb_array_elements(t.sample) union select jsonb_array_elements(t.file_notes -> 'firstRows') -> 'cells')`;
/** A row that holds no list of cells holds nobody; PostgreSQL would refuse to take it apart. */
const cellsOfRow = `jsonb_array_elements_text(case jsonb_typeof(line) when 'array' then line else '[]' end)`;

const withoutExamples = (json: string, path: string) => `jsonb_set(${json}, '${path}', coalesce((
  select jsonb_agg(c || '{"examples": []}') from jsonb_array_elements(${json} #> '${path}') c), '[]'), false)`;

/** Also of addresses that were no contact's when the message was sent. */
const messagesOf =
  '(select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[]))';

/**
 * Every table that holds something about contacts, in the order in which it is erased: the contact itself first, so
 * that nothing below can note anything about them any more. A test fails for a table that is missing here.
 */
export const personalTables: readonly PersonalTable[] = [
  {
    table: 'contacts',
    held: `select to_jsonb(t) - '{organization_id,email_key,first_name_key,last_name_key,created_by_id,updated_by_id}'::text[] as row
      from contacts t where t.id = any ($1::uuid[])`,
    erase:
      counted(`update contacts set email = null, first_name = null, last_name = null, attributes = '{}', phone = null,
      language = null, time_zone = null, country = null, external_id = null, paused_until = null,
      deleted_at = coalesce(deleted_at, now()), deleted_group_ids = null, erased_at = now(), updated_at = now() where id = any ($1::uuid[])`),
  },
  {
    table: 'group_members',
    held: `select jsonb_build_object('group', g.name, 'since', t.created_at) as row from group_members t
      join groups g on g.organization_id = t.organization_id and g.id = t.group_id where t.contact_id = any ($1::uuid[])`,
    erase: counted('delete from group_members where contact_id = any ($1::uuid[])'),
  },
  {
    table: 'topic_wishes',
    held: `select jsonb_build_object('topic', p.name, 'wanted', t.wanted, 'at', t.at) as row from topic_wishes t
      join topics p on p.organization_id = t.organization_id and p.id = t.topic_id where t.contact_id = any ($1::uuid[])`,
    erase: counted('delete from topic_wishes where contact_id = any ($1::uuid[])'),
  },
  {
    // Before the events, so that these need not be added up anew when they go.
    table: 'contact_event_totals',
    held: ofContact('contact_event_totals'),
    erase: counted('delete from contact_event_totals where contact_id = any ($1::uuid[])'),
  },
  {
    table: 'contact_events',
    held: ofContact('contact_events'),
    erase: counted('delete from contact_events where contact_id = any ($1::uuid[])'),
  },
  {
    table: 'import_changes',
    held: ofContact('import_changes'),
    erase: counted('delete from import_changes where contact_id = any ($1::uuid[])'),
  },
  {
    table: 'import_kept',
    held: ofContact('import_kept'),
    erase: counted('delete from import_kept where contact_id = any ($1::uuid[])'),
  },
  {
    table: 'bulk_action_batches',
    held: `select jsonb_build_object('bulk_action', t.bulk_action_id) as row from bulk_action_batches t where t.contact_ids && $1::uuid[]`,
    kept: 'It says of a contact that no longer says who it was that it was among many that were changed.',
  },
  {
    // Kept as rows without a person: the ledger of a campaign adds up for ever.
    table: 'deliveries',
    held: ofContact('deliveries', ` - 'claim_id'`),
    erase: counted(
      `update deliveries set email = '', response = null, updated_at = now() where contact_id = any ($1::uuid[])`,
    ),
  },
  {
    table: 'delivery_attempts',
    held: `select to_jsonb(t) - 'organization_id' - 'decided_by_id' as row from delivery_attempts t
      where t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`,
    erase: counted(
      'update delivery_attempts set response = null, note = null where delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))',
    ),
  },
  {
    table: 'engagements',
    held: `select to_jsonb(t) - 'organization_id' as row from engagements t
      where t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`,
    erase: counted(
      'update engagements set user_agent = null where delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))',
    ),
  },
  {
    table: 'delivery_returns',
    held: `select to_jsonb(t) - 'organization_id' as row from delivery_returns t
      where t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`,
    kept: 'It says of a delivery that no longer names anybody that it came back: the numbers of its campaign stay.',
  },
  {
    table: 'message_attempts',
    held: `select to_jsonb(t) - 'organization_id' as row from message_attempts t where t.message_id in ${messagesOf}`,
    erase: counted(`update message_attempts set response = null where message_id in ${messagesOf}`),
  },
  {
    table: 'message_attachments',
    held: `select to_jsonb(t) - 'organization_id' as row from message_attachments t where t.message_id in ${messagesOf}`,
    erase: counted(`update message_attachments set name = '' where message_id in ${messagesOf}`),
  },
  {
    // Last of the three: after it nobody finds them by their address. What was not handed over yet never is.
    table: 'messages',
    held: `select to_jsonb(t) - '{organization_id,email_key,request_hash,claim_id,created_by_id,api_key_id}'::text[] as row
      from messages t where t.contact_id = any ($1::uuid[]) or t.email_key = any ($2::text[])`,
    erase:
      counted(`update messages set email = '', email_key = '', to_name = '', subject = '', response = null, headers = '{}',
      idempotency_key = null, request_hash = null, updated_at = now(),
      state = case when state in ('pending', 'deferred', 'claimed') then 'skipped' else state end,
      reason = case when state in ('pending', 'deferred', 'claimed') then 'erased' else reason end,
      claim_id = case when state = 'claimed' then null else claim_id end
      where contact_id = any ($1::uuid[]) or email_key = any ($2::text[])`),
  },
  {
    table: 'suppressions',
    held: `select to_jsonb(t) - '{organization_id,address_hash,created_by_id}'::text[] as row from suppressions t where t.address_key = any ($2::text[])`,
    erase: counted('delete from suppressions where address_key = any ($2::text[])'),
  },
  {
    table: 'form_confirmations',
    held: `select to_jsonb(t) - '{organization_id,token_hash,email_key}'::text[] as row from form_confirmations t where t.email_key = any ($2::text[])`,
    erase: counted('delete from form_confirmations where email_key = any ($2::text[])'),
  },
  {
    table: 'import_cells',
    held: `select to_jsonb(t) - '{organization_id,email_key}'::text[] as row from import_cells t where t.email_key = any ($2::text[])`,
    // The summary of the import shows some of them.
    erase: `with gone as (delete from import_cells where email_key = any ($2::text[]) returning import_id),
      changed as (update imports t set findings = ${withoutExamples('t.findings', '{cells}')},
        rehearsal = ${withoutExamples('t.rehearsal', '{findings,cells}')} where t.id in (select import_id from gone))
      select count(*)::int as rows from gone`,
  },
  {
    table: 'import_rejections',
    held: `select to_jsonb(t) - 'organization_id' as row from import_rejections t where ${mentions('unnest(t.row)')}`,
    erase: counted(`update import_rejections t set row = '{}' where ${mentions('unnest(t.row)')}`),
  },
  {
    // The first rows of the file, as a sample of people and as what may be its header.
    table: 'imports',
    held: `select jsonb_build_object('file', t.file_name, 'at', t.created_at, 'row', line) as row
      from imports t, lateral ${firstRows} rows (line) where ${mentions(cellsOfRow)}`,
    erase: counted(`update imports t set sample = '[]', file_notes = jsonb_set(t.file_notes, '{firstRows}', '[]')
      where exists (select from ${firstRows} rows (line) where ${mentions(cellsOfRow)})`),
  },
  {
    table: 'consent_entries',
    held: ofContact('consent_entries', ` - 'actor_id'`),
    erase: 'select coalesce(sum(forget_consent(id)), 0)::int as rows from unnest($1::uuid[]) x (id)',
  },
  {
    table: 'audit_entries',
    held: `select jsonb_build_object('at', t.at, 'action', t.action, 'before', t.before, 'after', t.after) as row
      from audit_entries t where t.object_id = any ($1::uuid[])`,
    kept: 'The audit log shows who changed what (GDPR, article 17, 3 e). Emptied of the person, in a way that its chain still proves.',
  },
];

/** Columns with addresses that are not of contacts, and whose they are. */
export const addressesOfOthers: Readonly<Record<string, string>> = {
  'address_confirmations.email': 'a member',
  'address_confirmations.email_key': 'a member',
  'audit_entries.address': 'the client address of a member',
  'campaigns.sender_email': 'the organization',
  'invitations.email': 'a member to be',
  'invitations.email_key': 'a member to be',
  'messages.sender_email': 'the organization',
  'messages.reply_to_email': 'the organization',
  'organizations.postal_address': 'the organization',
  'organizations.sender_email': 'the organization',
  'users.email': 'a member',
  'users.email_key': 'a member',
  'users.email_verified_at': 'a member',
};
