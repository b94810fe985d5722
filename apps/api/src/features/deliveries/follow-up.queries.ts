import { domainInSql } from '../../platform/address-sql.ts';

/** Named SQL of what members decide about deliveries that failed or of which nobody knows. All runs in a tenant transaction. */

/**
 * The statement that sends to people again, from the beginning: `people` is a query of organization_id and id of deliveries
 * `d`, and the email they have today. Only rows for which `condition` still holds are changed: a worker that was slow may be
 * telling the outcome at this moment.
 */
export function sendAgainTo(people: string, condition: string): string {
  return `
    update deliveries d set state = 'pending', reason = null, response = null, attempts = 0, next_attempt_at = now(),
      claim_id = null, due_at = '-infinity', address = p.email, mailbox_provider = coalesce(r.mailbox_provider, 'other'), updated_at = now()
    from (${people}) p
    left join receiving_domains r on r.domain = ${domainInSql('p.email')}
    where d.organization_id = p.organization_id and d.id = p.id and ${condition}`;
}

/**
 * $1 campaign, $2 who decided, $3 why. Whoever is unknown counts as sent when it was handed over; a worker that was only
 * slow has no say any more.
 */
export const settleUnknown = `
  with settled as (
    update deliveries set state = 'accepted', accepted_at = coalesce(submitted_at, updated_at), claim_id = null,
      response = 'Outcome unknown; a member marked it as accepted.', updated_at = now()
    where campaign_id = $1 and exception = 'unknown' returning id
  ), proven as (
    insert into delivery_settlements (delivery_id, campaign_id, proof, at) select id, $1::uuid, 'member', now() from settled
    on conflict do nothing
  ), noted as (
    insert into delivery_attempts (delivery_id, state, decided_by_id, note) select id, 'accepted', $2, $3 from settled
  )
  select count(*)::int as people from settled`;
