import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

/** A person's deliveries and single messages. */
const ofPerson = `(select d.id from deliveries d where d.contact_id = any ($1::uuid[])
  union all select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[]))`;

export const providerEventsTables: readonly Table[] = [
  {
    name: 'event_hooks',
    audit: {
      noun: 'event-hooks',
      label: `(select x.name from transports x where x.organization_id = t.organization_id and x.id = t.id)`,
    },
  },
  {
    name: 'provider_events',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from provider_events t where t.delivery_id in ${ofPerson}`,
      erase: counted(`delete from provider_events where delivery_id in ${ofPerson}`),
      isErasedFirst: true,
    },
  },
];
