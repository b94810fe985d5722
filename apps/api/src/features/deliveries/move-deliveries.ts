/**
 * Of two contacts that are merged, $1 kept, $2 other: their deliveries become the kept one's. Not those of campaigns of which
 * the kept one has a message too; there is one per person. Who is still to be mailed comes again: a campaign may have gone
 * past their new place in it.
 */
export const moveDeliveries = `
  update deliveries d set contact_id = $1,
    next_attempt_at = case when d.state = 'pending' then coalesce(d.next_attempt_at, now()) else d.next_attempt_at end
  from campaigns k
  where d.organization_id = k.organization_id and d.campaign_id = k.id and d.contact_id = $2
    and not exists (select from deliveries o where o.organization_id = d.organization_id
      and o.campaign_id = d.campaign_id and o.contact_id = $1)`;
