import { sendAgainTo } from '../deliveries/index.ts';
import type { CompiledSegment } from '../segments/index.ts';
import { reasonToSkip } from '../preferences/index.ts';

/** Named SQL of what follows a sent campaign. All of it runs in a tenant transaction. */

/** People of a campaign in a state, at the address they have today; who may not be mailed today stays as they are. */
const whoMayGetIt = (condition: string) => `
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  where d.campaign_id = $1 and ${condition} and c.deleted_at is null and ${reasonToSkip('k.topic_id')} is null`;

/** $1 campaign: people whom it could be sent to again, by state and reason. */
export const countFollowUps = `
  select d.state, d.reason, count(*)::int as people ${whoMayGetIt(`d.exception in ('failed', 'unknown')`)} group by 1, 2`;

const sendAgain = (condition: string) =>
  sendAgainTo(`select d.organization_id, d.id, c.email ${whoMayGetIt(condition)}`, condition);

/** $1 campaign, $2 reasons. */
export const retryFailed = sendAgain(`d.exception = 'failed' and d.reason = any ($2::text[])`);

/** $1 campaign. */
export const resendUnknown = sendAgain(`d.exception = 'unknown'`);

/**
 * Those of an audience who are in no row of a campaign's ledger (its id is `campaign`), neither themselves nor as
 * somebody who was merged into them, and whose address got nothing when somebody else had it.
 */
export function notInLedger({ from, where }: CompiledSegment, campaign: string): CompiledSegment {
  const ledger = `d.organization_id = c.organization_id and d.campaign_id = ${campaign}`;
  return {
    from,
    where: `(${where})
      and not exists (select from deliveries d where ${ledger} and d.contact_id = c.id)
      and not exists (select from contacts m join deliveries d on ${ledger} and d.contact_id = m.id
        where m.organization_id = c.organization_id and m.merged_into_id = c.id)
      and not exists (select from deliveries d where ${ledger} and d.state <> 'skipped'
        and lower(d.address collate "C") = c.email_key)`,
  };
}
