import { namedAttribute, referencesOf, referencesOfFilter } from '../../platform/tables/references.ts';
import type { Table } from '../../platform/tables/table.ts';
import { counted, rowsOfContact } from '../../platform/tables/personal.ts';

const views = `select 'view' as kind, v.id, v.name from contact_views v where v.deleted_at is null`;
const ofView = referencesOfFilter('v.filter');

export const contactsTables: readonly Table[] = [
  {
    name: 'contacts',
    audit: { noun: 'contacts', label: 'coalesce(t.email, t.phone, t.external_id)' },
    personal: {
      held: `select to_jsonb(t) - '{organization_id,email_key,first_name_key,last_name_key,created_by_id,updated_by_id}'::text[] as row
        from contacts t where t.id = any ($1::uuid[])`,
      isErasedFirst: true, // so that no other table can note anything about them any more
      erase:
        counted(`update contacts set email = null, first_name = null, last_name = null, attributes = '{}', phone = null,
        language = null, time_zone = null, country = null, external_id = null, paused_until = null,
        deleted_at = coalesce(deleted_at, now()), deleted_group_ids = null, erased_at = now(), updated_at = now()
        where id = any ($1::uuid[])`),
    },
    timeline: `select 'created', p.created_at, 'c:' || p.id, '{}'::jsonb from person p where p.id = $1`,
  },
  { name: 'groups', audit: { noun: 'groups', label: 't.name' } },
  {
    name: 'group_members',
    personal: {
      held: `select jsonb_build_object('group', g.name, 'since', t.created_at) as row from group_members t
        join groups g on g.organization_id = t.organization_id and g.id = t.group_id where t.contact_id = any ($1::uuid[])`,
      erase: counted('delete from group_members where contact_id = any ($1::uuid[])'),
    },
  },
  {
    name: 'contact_views',
    audit: { noun: 'contact-views', label: 't.name' },
    references: referencesOf(views, {
      ...ofView,
      attribute: `${ofView.attribute} or v.sort in (${namedAttribute}, '-' || ${namedAttribute})
        or ${namedAttribute} = any (v.columns)`,
    }),
  },
  {
    name: 'contact_events',
    goesAfter: ['contact_event_totals'], // or these would be added up again with every batch that goes
    personal: {
      held: rowsOfContact('contact_events'),
      erase: counted('delete from contact_events where contact_id = any ($1::uuid[])'),
    },
    mayMention: `may_mention_address('{}', name, properties::text)`,
  },
  {
    name: 'contact_event_totals',
    personal: {
      held: rowsOfContact('contact_event_totals'),
      erase: counted('delete from contact_event_totals where contact_id = any ($1::uuid[])'),
    },
  },
];
