import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

export const preFlightsTables: readonly Table[] = [
  {
    name: 'pre_flights',
    audit: { noun: 'pre-flights', label: '(select k.name from campaigns k where k.id = t.campaign_id)' },
  },
  { name: 'pre_flight_findings' },
  {
    name: 'pre_flight_people',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from pre_flight_people t where t.contact_id = any ($1::uuid[])`,
      erase: counted('delete from pre_flight_people where contact_id = any ($1::uuid[])'),
    },
  },
];
