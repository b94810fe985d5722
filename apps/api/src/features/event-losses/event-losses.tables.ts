import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

/** A worker adds to them as long as events wait or are tried again. */
const goesAfter = ['event_stage_batches', 'failed_events'];

/** The boots that events of a contact's people came from, which are found by these events. */
const ofPeople = `(t.key_id, t.boot::text) in (select key_id, context #>> '{queue,boot}' from events
  where person_id in (select id from people where contact_id = any ($1::uuid[])))`;

/** Counts hold nothing of a person, and stay when somebody is erased. */
export const eventLossesTables: readonly Table[] = [
  {
    name: 'event_boots',
    goesAfter,
    personal: {
      held: `select to_jsonb(t) - '{organization_id,counted}'::text[] as row from event_boots t where ${ofPeople}`,
      erase: counted(`delete from event_boots t where ${ofPeople}`),
    },
  },
  { name: 'event_boot_hours', goesAfter },
  { name: 'event_losses', goesAfter: [...goesAfter, 'event_boots'] },
];
