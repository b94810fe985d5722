import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

/** Of the people of a contact, with everybody who is part of them. */
const ofPeople = 'person_id in (select id from people where contact_id = any ($1::uuid[]))';

export const eventsTables: readonly Table[] = [
  {
    name: 'events',
    goesAfter: ['failed_events', 'event_boots'], // which are found by them
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from events t where ${ofPeople}`,
      erase: counted(`delete from events where ${ofPeople}`),
    },
    mayMention:
      'may_mention_address(warnings, name, anonymous_id, user_id, message_id, properties::text, context::text)',
    // Rows of a partitioned table have no ctid of their own across partitions.
    purge: `
      with chosen as (select received_at, id from events where organization_id = current_organization() limit $1),
      gone as (delete from events e using chosen where e.organization_id = current_organization()
        and e.received_at = chosen.received_at and e.id = chosen.id returning 1)
      select count(*)::int as deleted from gone`,
  },
  { name: 'event_batches' },
  {
    name: 'event_ids',
    goesAfter: ['events'], // until they are gone, an event that is sent again is not stored again
    purge: `
      with chosen as (select month, hash from event_ids where organization_id = current_organization() limit $1),
      gone as (delete from event_ids e using chosen where e.organization_id = current_organization()
        and e.month = chosen.month and e.hash = chosen.hash returning 1)
      select count(*)::int as deleted from gone`,
  },
  { name: 'event_settings' },
  { name: 'blocked_events' },
];
