/** Named SQL of the run of campaigns. All of it runs in a tenant transaction. */
import { frozenTranslations } from '../campaigns/index.ts';

/** $1 campaign: what its messages are made of, by variant. */
export const frozenContents = `
  select c.subject, c.html, c.text, c.language, c.sender_name as "senderName", o.name as "organizationName",
    o.postal_address as "postalAddress", o.time_zone as "timeZone", ${frozenTranslations('c')} as translations
  from campaign_contents c join organizations o on o.id = c.organization_id
  where c.campaign_id = $1 order by c.variant`;

/** $1 how many are enough to know: batches of the organization that are under way, and do not only wait for late answers. */
export const claimsHeld = `
  select count(*)::int as held from (
    select from delivery_claims where lease_until > now() and not is_waiting limit $1) k`;

const canBeHandedOver = (now: string) => `
  k.status = 'sending' and coalesce(k.limited_until <= ${now}, true) and somebody_is_due(k, ${now})`;

/** $1 now. */
export const nextInTurn = `
  select k.id from campaigns k where ${canBeHandedOver('$1::timestamptz')} order by k.turn_at nulls first, k.id limit 1`;

/**
 * $1 campaign: whether everyone of the first stage has been tried. Who is to be tried again does not hold up the rest. While
 * the rest is held, whoever is being handed over is of the first stage.
 */
export const isFirstStageOut = `
  select people_in(k, 'submitting') = 0 and not somebody_is_due(k, 'infinity', array['pending'])
    and not exists (select from deliveries where campaign_id = k.id and exception = 'deferred' and attempts = 0) as yes
  from campaigns k where k.id = $1`;

/** $1 campaign: how each of its variants does, among those who took part in the test. */
export const variantResults = `
  select c.variant as number, c.subject, coalesce(c.sender_name, k.sender_name) as "senderName",
    coalesce(d.people, 0) as people, coalesce(d.accepted, 0) as accepted, coalesce(d.opened, 0) as opened,
    coalesce(d.clicked, 0) as clicked, coalesce(u.unsubscribed, 0) as unsubscribed
  from campaign_contents c
  join campaigns k on k.organization_id = c.organization_id and k.id = c.campaign_id
  left join (
    select variant, count(*)::int as people, count(accepted_at)::int as accepted,
      count(*) filter (where accepted_at is not null and opened_at is not null)::int as opened,
      count(*) filter (where accepted_at is not null and clicked_at is not null)::int as clicked
    from deliveries where campaign_id = $1 and variant is not null group by variant
  ) d on d.variant = c.variant
  left join (
    select d.variant, count(distinct d.id)::int as unsubscribed from engagements e
    join deliveries d on d.organization_id = e.organization_id and d.id = e.delivery_id
    where e.campaign_id = $1 and e.kind = 'unsubscribe' and d.variant is not null group by d.variant
  ) u on u.variant = c.variant
  where c.campaign_id = $1 order by c.variant`;

/** $1 campaign: how many people the message is known to have reached so far. */
export const deliveredSoFar = `
  select coalesce(sum(people), 0) as people from engagement_counts where campaign_id = $1 and kind = 'delivered'`;
