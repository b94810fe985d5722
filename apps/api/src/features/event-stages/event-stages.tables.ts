import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

/** Events of the people of a contact. */
const ofPeople = `event_id in (select e.id from events e join people p on p.organization_id = e.organization_id
  and p.id = e.person_id where p.contact_id = any ($1::uuid[]))`;

export const eventStagesTables: readonly Table[] = [
  // What a worker may still write while there are batches goes after these.
  { name: 'event_stages', goesAfter: ['failed_events'] },
  { name: 'event_stage_batches', goesAfter: ['event_batches'] },
  {
    name: 'failed_events',
    goesAfter: ['event_stage_batches'],
    personal: {
      held: `select to_jsonb(t) - '{organization_id,decided_by_id}'::text[] as row from failed_events t where ${ofPeople}`,
      erase: counted(`delete from failed_events where ${ofPeople}`),
    },
  },
];
