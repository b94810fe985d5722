import type { DayWindow, SegmentBranch, SegmentCondition, SegmentNode } from '@engagex/domain/segments';
import type { SegmentData } from './segment-data.ts';

/** A segment to measure, and where it is worth it the same count written by hand; $1 is the organization. */
export interface SegmentCase {
  readonly name: string;
  readonly tree: SegmentBranch;
  readonly byHand?: string;
}

const all = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'all', of });
const any = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'any', of });
const none = (...of: SegmentNode[]): SegmentBranch => ({ kind: 'none', of });

const lastDays = (days: number): DayWindow => ({ op: 'in_last_days', days });
const country: SegmentCondition = {
  kind: 'field',
  field: 'country',
  predicate: { op: 'one_of', values: ['DE', 'CH'] },
};
const subscribed: SegmentCondition = { kind: 'subscription', is: 'subscribed' };
const city: SegmentCondition = {
  kind: 'attribute',
  name: 'city',
  type: 'text',
  predicate: { op: 'is', value: 'Bern' },
};
const orders: SegmentCondition = {
  kind: 'attribute',
  name: 'orders',
  type: 'number',
  predicate: { op: 'gte', value: 20 },
};
const vip: SegmentCondition = {
  kind: 'attribute',
  name: 'is_vip',
  type: 'boolean',
  predicate: { op: 'is', value: true },
};
const tags: SegmentCondition = {
  kind: 'attribute',
  name: 'tags',
  type: 'list',
  predicate: { op: 'has_any', values: ['t3', 't5'] },
};
const birthday: SegmentCondition = {
  kind: 'attribute',
  name: 'birthday',
  type: 'date',
  predicate: { op: 'anniversary_in_days', days: 7 },
};
const seen: SegmentCondition = { kind: 'attribute', name: 'last_seen', type: 'timestamp', predicate: lastDays(60) };
const added: SegmentCondition = { kind: 'created', predicate: lastDays(90) };

type Engagement = Extract<SegmentCondition, { kind: 'engagement' }>;
const engaged = (op: Engagement['op'], what: Engagement['what'], more: Partial<Engagement> = {}): Engagement => ({
  kind: 'engagement',
  op,
  what,
  campaignId: null,
  times: 1,
  window: null,
  ...more,
});

type Event = Extract<SegmentCondition, { kind: 'event' }>;
const did = (name: string, times: number, window: DayWindow | null, more: Partial<Event> = {}): Event => ({
  kind: 'event',
  op: 'did',
  name,
  times,
  window,
  properties: [],
  sum: null,
  ...more,
});
const inBern: Event['properties'] = [{ name: 'shop', type: 'text', predicate: { op: 'is', value: 'Bern' } }];
const spent = (least: number): Event['sum'] => ({ name: 'total', predicate: { op: 'gte', value: least } });

const mine = 'c.organization_id = $1 and c.deleted_at is null';
const ordersOf = (having: string) => `(select contact_id from contact_events where organization_id = $1
  and name = 'order' and occurred_at >= current_date - 30 group by contact_id ${having})`;
const openers = `(select d.contact_id from engagements e join deliveries d on d.organization_id = $1 and d.id = e.delivery_id
  where e.organization_id = $1 and e.kind = 'open' and e.at >= current_date - 30)`;
const third = `exists (select from group_members m where m.organization_id = $1 and m.contact_id = c.id)`;

/** From a single field to five conditions over everything a contact has; `segmentId` is a stored segment to refer to. */
export function segmentCases({ groupId, campaignId }: SegmentData, segmentId: string): readonly SegmentCase[] {
  const inGroup: SegmentCondition = { kind: 'group', op: 'in', groupIds: [groupId] };
  const notInGroup: SegmentCondition = { ...inGroup, op: 'not_in' };
  return [
    { name: 'one field', tree: all(country), byHand: `${mine} and c.country in ('DE', 'CH')` },
    {
      name: 'field, number, subscription',
      tree: all(country, orders, subscribed),
      byHand: `${mine} and c.country in ('DE', 'CH') and (c.attributes ->> 'orders')::numeric >= 20 and c.subscription = 'subscribed'`,
    },
    { name: 'five attributes', tree: all(city, orders, vip, tags, seen) },
    { name: 'any of five attributes', tree: any(city, orders, vip, tags, birthday) },
    { name: 'added, seen, anniversary', tree: all(added, seen, any(birthday, vip)) },
    {
      name: 'group and opened lately',
      tree: all(inGroup, engaged('did', 'opened', { window: lastDays(30) })),
      byHand: `${mine} and ${third} and c.id in ${openers}`,
    },
    { name: 'group, opened anything ever', tree: all(inGroup, engaged('did', 'opened')) },
    { name: 'not opened a campaign', tree: all(subscribed, engaged('did_not', 'opened', { campaignId })) },
    {
      name: 'sent a campaign, not opened it',
      tree: all(engaged('did', 'sent', { campaignId }), engaged('did_not', 'opened', { campaignId })),
    },
    {
      name: 'clicked twice, or sent nothing',
      tree: any(engaged('did', 'clicked', { times: 2 }), engaged('did_not', 'sent')),
    },
    {
      name: 'an event lately',
      tree: all(did('order', 1, lastDays(30))),
      byHand: `${mine} and c.id in ${ordersOf('')}`,
    },
    { name: 'the commonest event ever', tree: all(did('page_viewed', 1, null)) },
    { name: 'the commonest event five times', tree: all(did('page_viewed', 5, null)) },
    {
      name: 'an event twice or opened, in a country',
      tree: all(country, any(did('order', 2, lastDays(30)), engaged('did', 'opened', { window: lastDays(30) }))),
      byHand: `${mine} and c.country in ('DE', 'CH') and c.id in (select * from ${ordersOf('having count(*) >= 2')} union select * from ${openers})`,
    },
    {
      name: 'an event with property and sum',
      tree: all(did('order', 1, lastDays(90), { properties: inBern, sum: spent(300) })),
    },
    { name: 'a sum over all time', tree: all(did('order', 2, null, { sum: spent(700) })) },
    { name: 'nested not', tree: none(any(country, all(inGroup, none(subscribed)), did('signed_in', 1, lastDays(60)))) },
    {
      name: 'another segment, not opened',
      tree: all({ kind: 'segment', op: 'in', segmentId }, engaged('did_not', 'opened')),
    },
    {
      name: 'five: field, subscription, no event, spent, not in group',
      tree: all(
        country,
        subscribed,
        none(did('order', 3, lastDays(30))),
        did('order', 1, lastDays(30), { properties: inBern, sum: spent(300) }),
        notInGroup,
      ),
      byHand: `${mine} and c.country in ('DE', 'CH') and c.subscription = 'subscribed' and not ${third}
        and not exists (select from ${ordersOf('having count(*) >= 3')} o where o.contact_id = c.id)
        and c.id in (select contact_id from contact_events where organization_id = $1 and name = 'order' and occurred_at >= current_date - 30
          and properties ->> 'shop' = 'Bern' group by 1 having sum((properties ->> 'total')::numeric) >= 300)`,
    },
    {
      name: 'five: three events, opened, group',
      tree: all(
        did('page_viewed', 2, lastDays(90)),
        any(did('cart_filled', 1, lastDays(60)), did('order', 1, lastDays(60))),
        engaged('did', 'opened'),
        notInGroup,
      ),
    },
  ];
}
