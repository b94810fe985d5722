import { counted } from '../../platform/tables/personal.ts';
import type { Table } from '../../platform/tables/table.ts';

const ofContact = `(contact_id = any ($1::uuid[])
  or person_id in (select id from people where contact_id = any ($1::uuid[])))`;
const ordersOfContact = `order_id in (select order_id from conversions where ${ofContact})`;
const messagesOfContact = `(delivery_id in (select d.id from deliveries d where d.contact_id = any ($1::uuid[]))
  or person_id in (select id from people where contact_id = any ($1::uuid[])))`;

export const attributionsTables: readonly Table[] = [
  { name: 'attribution_settings' },
  { name: 'campaign_goals' },
  {
    name: 'conversion_refunds', // found by the orders, so they go before
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from conversion_refunds t where ${ordersOfContact}`,
      erase: counted(`delete from conversion_refunds where ${ordersOfContact}`),
    },
  },
  {
    name: 'conversions',
    goesAfter: [
      'events',
      'event_stage_batches',
      'failed_events',
      'conversion_refunds',
      'conversion_reviews',
      'conversion_decisions',
    ],
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from conversions t where ${ofContact}`,
      // Amounts stay in the sums of campaigns; whose they were is gone, so nothing can change them any more.
      erase: counted(`update conversions set person_id = null, contact_id = null, order_id = null, delivery_id = case
          when campaign_id is not null then delivery_id end, decided_at = coalesce(decided_at, now()), due_at = null
        where ${ofContact}`),
    },
    timeline: `
      select 'conversion', v.occurred_at, 'v:' || v.id, jsonb_build_object('campaignId', k.id, 'campaignName', k.name,
        'name', v.event_name, 'amount', trim_scale(v.amount)::text, 'currency', v.currency, 'touch', v.touch, 'touchedAt', v.touched_at)
      from person p
      join conversions v on v.organization_id = p.organization_id and v.contact_id = p.id and v.campaign_id is not null
      join campaigns k on k.organization_id = v.organization_id and k.id = v.campaign_id`,
  },
  {
    name: 'conversion_decisions',
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from conversion_decisions t
        where t.conversion_id in (select id from conversions where ${ofContact})`,
      erase: counted(
        `delete from conversion_decisions where conversion_id in (select id from conversions where ${ofContact})`,
      ),
    },
  },
  {
    name: 'conversion_reviews',
    goesAfter: ['engagements', 'people'], // triggers of theirs write here
  },
  {
    name: 'followed_messages',
    goesAfter: ['event_stage_batches', 'failed_events'],
    personal: {
      held: `select to_jsonb(t) - 'organization_id' as row from followed_messages t where ${messagesOfContact}`,
      erase: counted(`delete from followed_messages where ${messagesOfContact}`),
    },
  },
];
