import type { Table } from '../../platform/tables/table.ts';
import { counted, rowsOfContact } from '../../platform/tables/personal.ts';

const ofContact = '(select d.id from deliveries d where d.contact_id = any ($1::uuid[]))';

export const deliveriesTables: readonly Table[] = [
  {
    // Kept as rows without a person: the ledger of a campaign adds up for ever.
    name: 'deliveries',
    personal: {
      held: rowsOfContact('deliveries', ` - 'claim_id'`),
      erase: counted(
        `update deliveries set address = '', response = null, updated_at = now() where contact_id = any ($1::uuid[])`,
      ),
    },
    timeline: `
      select 'message', coalesce(d.accepted_at, d.submitted_at, d.created_at), 'd:' || d.id,
        jsonb_build_object('campaignId', d.campaign_id, 'campaignName', k.name, 'state', d.state, 'reason', d.reason)
      from person p cross join lateral deliveries_of(p.id) d
      join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id`,
  },
  {
    name: 'delivery_attempts',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' - 'decided_by_id' as row from delivery_attempts t
        where t.delivery_id in ${ofContact}`,
      erase: counted(`update delivery_attempts set response = null, note = null where delivery_id in ${ofContact}`),
    },
  },
  { name: 'delivery_settlements' },
  { name: 'delivery_claims', goesAfter: ['deliveries'] },
  { name: 'delivery_cursors', goesAfter: ['deliveries'] },
  // A trigger counts here what a worker still records.
  { name: 'delivery_counts', goesAfter: ['deliveries'] },
  { name: 'campaign_series', goesAfter: ['deliveries'] },
  { name: 'quarter_hour_counts', goesAfter: ['deliveries'] },
];
