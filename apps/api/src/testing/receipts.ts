import { randomUUID } from 'node:crypto';
import type { Report } from '@engagex/domain/receipts';
import { buildCampaign, buildGroup } from './builders.ts';
import type { TestApi, TestMember } from './test-api.ts';

/** A campaign that was handed over: a delivery for each address, in these states. Straight into the tables. */
export async function buildDeliveries(
  api: TestApi,
  member: TestMember,
  emails: readonly string[],
  states: readonly ('accepted' | 'unknown' | 'submitting' | 'failed')[] = ['accepted'],
) {
  const { id: campaignId } = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  const { rows } = await api.owner.query<{ id: string; address: string }>(
    `insert into deliveries (organization_id, campaign_id, contact_id, address, state, reason, claim_id, submitted_at, accepted_at)
     select $1, $2, c.id, e.address, s.state, case when s.state = 'failed' then 'rejected' end,
       case when s.state in ('unknown', 'submitting') then gen_random_uuid() end, now() - interval '1 hour',
       case when s.state = 'accepted' then now() - interval '1 hour' end
     from unnest($3::text[]) with ordinality as e (address, n)
     cross join lateral (select ($4::text[])[1 + (e.n - 1) % cardinality($4::text[])] as state) s
     join contacts c on c.organization_id = $1 and c.email = e.address
     order by e.n returning id, address`,
    [member.organizationId, campaignId, emails, states],
  );
  await api.owner.query(
    `update campaigns set status = 'sent', audience = $3, launched_at = now() where organization_id = $1 and id = $2`,
    [member.organizationId, campaignId, emails.length],
  );
  return { campaignId, ids: emails.map((email) => rows.find(({ address }) => address === email)!.id) };
}

/** A report with the least that is needed, and what the test is about. */
export function reportOf(deliveryId: string, some: Partial<Report> = {}): Report {
  return {
    deliveryId,
    kind: 'bounced',
    source: 'dsn',
    sourceId: randomUUID(),
    at: new Date(Date.now() - 60_000),
    address: null,
    status: null,
    code: null,
    words: 'It was refused.',
    given: null,
    ...some,
  };
}
