import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

/** The people of a contact, with everybody who is part of them. */
const people = '(select id from people where contact_id = any ($1::uuid[]))';

export const peopleTables: readonly Table[] = [
  {
    name: 'people',
    audit: { noun: 'people', label: 't.key' },
    goesAfter: ['events', 'failed_events'], // which are found by them
    personal: {
      held: `select to_jsonb(t) - '{organization_id,trait_events,claimed_trait_events}'::text[] as row from people t
        where t.contact_id = any ($1::uuid[])`,
      erase: counted('delete from people where contact_id = any ($1::uuid[])'),
    },
  },
  {
    name: 'person_links',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,undone_by_id}'::text[] as row from person_links t
        where t.person_id in ${people} or t.into_id in ${people}`,
      erase: counted(`delete from person_links where person_id in ${people} or into_id in ${people}`),
    },
  },
  {
    name: 'refused_merges',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from refused_merges t where t.person_id in ${people} or t.other_id in ${people}`,
      erase: counted(
        `delete from refused_merges where person_id in ${people} or other_id in ${people} or other_id = any ($1::uuid[])`,
      ),
    },
  },
  { name: 'people_settings' },
];
