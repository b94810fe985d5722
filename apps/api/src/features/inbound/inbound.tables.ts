import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

const ofContact = `t.delivery_id in (
  select d.id from deliveries d where d.contact_id = any ($1::uuid[])
  union all select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[]))`;

export const inboundTables: readonly Table[] = [
  {
    name: 'inbound_mails',
    personal: {
      held: `select to_jsonb(t) - '{digest,raw}'::text[] || jsonb_build_object('raw', encode(t.raw, 'escape')) as row
        from inbound_mails t where ${ofContact}`,
      erase: counted(`delete from inbound_mails t where ${ofContact}`),
    },
  },
];
