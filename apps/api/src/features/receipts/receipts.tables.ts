import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

const ofContact = `(t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))
  or t.message_id in (select m.id from messages m where m.contact_id = any ($1::uuid[]) or m.email_key = any ($2::text[])))`;

export const receiptsTables: readonly Table[] = [
  {
    // Kept as rows without a person: the numbers of a campaign stay.
    name: 'delivery_receipts',
    personal: {
      held: `select to_jsonb(t) - '{organization_id,source_key,subject_id}'::text[] as row from delivery_receipts t where ${ofContact}`,
      erase: counted(`update delivery_receipts t set words = '', address_key = null where ${ofContact}`),
    },
    timeline: `
      select 'receipt', r.at, 'r:' || r.id, jsonb_build_object('what', r.kind, 'campaignId', k.id, 'messageId', null, 'name', k.name)
      from person p cross join lateral deliveries_of(p.id) d
      join delivery_receipts r on r.organization_id = d.organization_id and r.subject_id = d.id and r.is_first and r.kind <> 'delayed'
      join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
      union all
      select 'receipt', r.at, 'r:' || r.id, jsonb_build_object('what', r.kind, 'campaignId', null, 'messageId', t.id, 'name', t.subject)
      from person p join messages t on t.organization_id = p.organization_id and t.contact_id = p.id
      join delivery_receipts r on r.organization_id = t.organization_id and r.subject_id = t.id and r.is_first and r.kind <> 'delayed'`,
  },
];
