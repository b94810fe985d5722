import { addContacts, fillContacts, joinGroups, plainFields } from '../contacts/index.ts';
import { suppressAll } from '../suppressions/index.ts';

/** Named SQL of the rows on their way from a file into contacts. All of it runs in the import's own transaction. */

/** Rows of the file on their way in; temporary, since COPY cannot write to a table under row-level security. */
export const createStaging = `
  create temp table import_rows (
    line bigint, email text, first_name text, last_name text, phone text, language text, country text, time_zone text,
    external_id text, status text, attributes jsonb, reason text, fields text, notes text, kind text
  ) on commit drop`;

export const copyIntoStaging = `
  copy import_rows (line, email, first_name, last_name, phone, language, country, time_zone, external_id, status,
    attributes, reason, fields, notes, kind) from stdin`;

/**
 * An external id is one person's: the first row's of the file, unless a contact of another address has it; of the other
 * rows the cell is left out. Contacts that were merged are one person. $1 its column.
 */
const leaveOutId = (
  reason: string,
) => `external_id = null, notes = (coalesce(r.notes, '[]')::jsonb || jsonb_build_object(
    'column', $1::int, 'kind', 'left_out', 'value', r.external_id, 'reason', ${reason}))::text`;
export const leaveOutTakenExternalIds = `
  update import_rows r set ${leaveOutId("'belongs to another contact'")}
  from contacts k where r.reason is null and k.external_id = r.external_id
    and k.email_key is distinct from lower(r.email collate "C")
    and not exists (select from contacts e where e.email_key = lower(r.email collate "C")
      and coalesce(e.merged_into_id, e.id) = coalesce(k.merged_into_id, k.id))`;
export const leaveOutRepeatedExternalIds = `
  update import_rows r set ${leaveOutId("'is also that of line ' || f.line")}
  from (select distinct on (external_id) external_id, line, email from import_rows
    where reason is null and external_id is not null order by external_id, line) f
  where r.reason is null and r.external_id = f.external_id and r.line <> f.line and lower(r.email) <> lower(f.email)`;

/** The same where the rows are to be left out as a whole. */
export const rejectTakenExternalIds = `
  update import_rows r set reason = 'The external id ' || r.external_id || ' belongs to another contact.', kind = 'invalid'
  from contacts k where r.reason is null and k.external_id = r.external_id
    and k.email_key is distinct from lower(r.email collate "C")
    and not exists (select from contacts e where e.email_key = lower(r.email collate "C")
      and coalesce(e.merged_into_id, e.id) = coalesce(k.merged_into_id, k.id))`;
export const rejectRepeatedExternalIds = `
  update import_rows r set reason = 'Same external id as line ' || f.line || '.', kind = 'duplicate'
  from (select distinct on (external_id) external_id, line, email from import_rows
    where reason is null and external_id is not null order by external_id, line) f
  where r.reason is null and r.external_id = f.external_id and r.line <> f.line and lower(r.email) <> lower(f.email)`;

export const anyMerged = 'select exists (select from contacts where merged_into_id is not null) as "isSo"';

/** Two addresses that are one contact since a merge: the file's first row of either counts. */
export const rejectMergedTwice = `
  with person as (
    select email_key, merged_into_id as id from contacts where merged_into_id is not null
    union all
    select email_key, id from contacts where id in (select merged_into_id from contacts)),
  held as (
    select r.line, r.email, first_value(r.line) over of_person as first, first_value(r.email) over of_person as first_email
    from import_rows r join person p on p.email_key = lower(r.email collate "C") where r.reason is null
    window of_person as (partition by p.id order by r.line))
  update import_rows r set kind = 'duplicate', reason = case when lower(h.email) = lower(h.first_email) then 'Same address'
    else 'Same contact since a merge' end || ' as line ' || h.first || '.'
  from held h where r.line = h.line and h.line <> h.first`;

/**
 * One row per person, the first of the file, with the contact who already has the address, or into whom that one was
 * merged; numbered in the order of the address index, so that chunks of it touch neighbouring pages. An external id that a
 * contact merged into this one still has is theirs already. With memory to sort a
 * file of 100,000 rows in.
 */
export const createPeople = `
  set local work_mem = '64MB';
  create temp table import_people on commit drop as
  select row_number() over (order by p.email_key) as number, coalesce(k.merged_into_id, k.id) as contact_id,
    k.merged_into_id is not null as is_merged, p.* from (
    select distinct on (lower(email collate "C")) lower(email collate "C") as email_key, line, email, first_name, last_name,
      phone, language, country, time_zone, external_id, status, attributes
    from import_rows where reason is null order by lower(email collate "C"), line) p
  left join contacts k on k.email_key = p.email_key order by p.email_key;
  create index on import_people (number);
  analyze import_people (number, email_key, contact_id)`;

/** Whoever is in the file several times gets what the severest of these rows says, in the order of consent.ts. */
const severity = `array['unconfirmed', 'unsubscribed', 'bounced', 'complained']`;
export const anyStatus = 'select exists (select from import_rows where status is not null) as "isSo"';
export const keepSeverestStatus = `
  with said as (
    select k.number, r.status from import_rows r
      join import_people k on k.email_key = lower(r.email collate "C") where r.status is not null and k.line <> r.line
    union all
    select k.number, r.status from import_rows r
      join contacts c on c.email_key = lower(r.email collate "C") and c.merged_into_id is not null
      join import_people k on k.contact_id = c.merged_into_id where r.status is not null and k.line <> r.line),
  severest as (
    select number, max(array_position(${severity}, status)) as place from said group by number)
  update import_people p set status = (${severity})[s.place] from severest s
  where s.number = p.number and s.place > coalesce(array_position(${severity}, p.status), 0)`;

/** $1 how many new people there is room for, $2 why the others are left out. Those who arrive unsubscribed take none. */
export const leaveOutBeyondPlan = `
  with added as (
    select p.number, row_number() over (order by p.line) as place from import_people p left join contacts c on c.id = p.contact_id
    where coalesce(p.status, '') not in ('unsubscribed', 'unconfirmed')
      and (p.contact_id is null or c.deleted_at is not null and c.subscription = 'subscribed')),
  left_out as (
    delete from import_people p using added a where a.number = p.number and a.place > $1::bigint returning p.email_key)
  update import_rows r set reason = $2, kind = 'beyond_plan' from left_out l
  where r.reason is null and lower(r.email collate "C") = l.email_key`;

/** $1 file, $2 who: addresses that bounced or complained elsewhere get nothing here. */
export const suppressPeople = suppressAll(`
  select email_key, case status when 'bounced' then 'hard_bounce' else 'complaint' end, 'import', $1, $2::uuid
  from import_people where status in ('bounced', 'complained')`);

/** How many people the file says each of. */
export const countStatuses = `
  select count(*) filter (where status in ('unsubscribed', 'unconfirmed')) as unsubscribed,
    count(*) filter (where status = 'unconfirmed') as unconfirmed,
    count(*) filter (where status = 'bounced') as bounced, count(*) filter (where status = 'complained') as complained
  from import_people where status is not null`;

/** $1 import: the cells that were left out or corrected, of people who are imported; an earlier rehearsal's are replaced. */
export const storeCells = `
  insert into import_cells (import_id, line, column_number, kind, value, reason, email_key)
  select $1, r.line, n."column", n.kind, n.value, n.reason, p.email_key
  from import_rows r join import_people p on p.line = r.line
    cross join lateral jsonb_to_recordset(r.notes::jsonb) as n ("column" int, kind text, value text, reason text)
  where r.notes is not null order by r.line, n."column"`;

/** $1 import: by column, with the first three of each. */
export const countCells = `
  select column_number as "column", kind, n as count, jsonb_agg(jsonb_build_object('line', line, 'value', value, 'reason', reason)
    order by line) as examples
  from (select *, count(*) over of_column as n, row_number() over (partition by column_number, kind order by id) as place
    from import_cells where import_id = $1 window of_column as (partition by column_number, kind)) c
  where place <= 3 group by column_number, kind, n order by column_number, kind`;

export const dropMergedExternalIds = `
  update import_people p set external_id = null
  from contacts m where m.external_id = p.external_id and m.merged_into_id = p.contact_id`;

/**
 * $1 from, $2 to (numbers), $3 who, $4 import: people without a contact, and a note of them. Answers how many. Not
 * ON CONFLICT, which costs a third more per row.
 */
export const insertPeople = `
  with added as (
    ${addContacts(`
    select email, first_name, last_name, phone, language, time_zone, country, external_id, attributes,
      case when status in ('unsubscribed', 'unconfirmed') then 'unsubscribed' else 'subscribed' end,
      case when status in ('unsubscribed', 'unconfirmed') then now() end, $3, $3
    from import_people where number > $1 and number <= $2 and contact_id is null order by number`)}
    returning id),
  noted as (
    insert into import_created (import_id, number, contact_ids) select $4, $1, array_agg(id) from added having count(*) > 0)
  select count(*) as n from added`;

/** $1 from, $2 to (numbers), $3 who, $4 import: contacts whom the file changes, and a note of what they were. Answers how many. */
export const updatePeople = `
  with changed as (
    ${fillContacts({
      from: 'import_people p',
      where: 'p.number > $1 and p.number <= $2 and p.contact_id is not null',
      who: '$3',
      answering: 'p.line',
    })}),
  noted as (
    insert into import_changes (import_id, contact_id, line, before) select $4, id, line, before from changed)
  select count(*) as n from changed`;

/** $1 import: the first contacts it changes, as they were and as they are now. */
export const sampleChanges = `
  select i.line, c.email, i.before, jsonb_build_object(
    ${Object.entries(plainFields)
      .map(([key, column]) => `'${key}', c.${column}`)
      .join(', ')}, 'subscription', c.subscription,
    'attributes', c.attributes) as now
  from import_changes i join contacts c on c.id = i.contact_id where i.import_id = $1 order by i.line limit 10`;

/** The first rows whose contact was merged into another, and how many there are. */
export const sampleMerged = `
  select p.line, p.email, c.email as into, count(*) over () as n from import_people p join contacts c on c.id = p.contact_id
  where p.is_merged order by p.line limit 10`;

/** $1 group. */
export const joinGroup = joinGroups(`
  select $1, coalesce(c.merged_into_id, c.id) as id from import_people p join contacts c on c.email_key = p.email_key
  order by id`);

/** $1 import: the rows that are not imported. Those whose fields were not kept are the first of their address. */
export const storeRejections = `
  insert into import_rejections (import_id, line, kind, reason, row)
  select $1, r.line, case when r.reason is null then 'duplicate' else coalesce(r.kind, 'invalid') end,
    coalesce(r.reason, 'Same address as line ' || p.line || '.'),
    coalesce(array(select json_array_elements_text(r.fields::json)), '{}')
  from import_rows r left join import_people p on r.reason is null and p.email_key = lower(r.email collate "C")
  where r.fields is not null and (r.reason is not null or p.line <> r.line)`;

/** $1 import: people who left before and are in the file as if they had not. */
export const storeBlocked = `
  insert into import_rejections (import_id, line, kind, reason, row)
  select $1, p.line, 'unsubscribed', 'Unsubscribed on ' || to_char(c.unsubscribed_at at time zone 'UTC', 'YYYY-MM-DD')
    || ' and stays so.', array[p.email]
  from import_people p join contacts c on c.id = p.contact_id
  where p.status is distinct from 'unsubscribed' and c.subscription = 'unsubscribed' and c.unsubscribed_at < now()`;

/** $1 since when: how many of the people in the file others changed, added or deleted meanwhile. */
export const changedMeanwhile = `
  select count(*) as n from import_people p join contacts c on c.id = p.contact_id where c.updated_at > $1`;
