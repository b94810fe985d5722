import type { Table } from '../../platform/tables/table.ts';
import { counted } from '../../platform/tables/personal.ts';

export const engagementsTables: readonly Table[] = [
  {
    name: 'engagements',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from engagements t
        where t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`,
      erase: counted(`update engagements set user_agent = null
        where delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`),
    },
    timeline: `
      select e.kind, e.at, 'e:' || e.id, jsonb_build_object('campaignId', k.id, 'campaignName', k.name, 'url', coalesce(m.targets -> e.link_number ->> 'url', l.url))
      from person p
      join engagements e on e.organization_id = p.organization_id and e.contact_id = p.id
        and e.kind in ('open', 'click', 'unsubscribe')
      join campaigns k on k.organization_id = e.organization_id and k.id = e.campaign_id
      left join composed_messages m on m.organization_id = e.organization_id and m.delivery_id = e.delivery_id
      left join campaign_links l
        on l.organization_id = e.organization_id and l.campaign_id = e.campaign_id and l.position = e.link_position`,
  },
  { name: 'engagement_counts', goesAfter: ['deliveries', 'engagements'] },
  { name: 'campaign_hits', goesAfter: ['engagements'] },
  { name: 'campaign_links' },
  { name: 'judgements' },
  { name: 'judgement_results' },
  { name: 'campaign_hit_reasons', goesAfter: ['engagements'] },
  {
    // Purged and erased before the ledger that it belongs to.
    name: 'composed_messages',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' - 'html_pieces' as row from composed_messages t
        where t.delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`,
      erase: counted(`delete from composed_messages
        where delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))`),
    },
  },
];
