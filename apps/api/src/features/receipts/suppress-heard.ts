import { type AddressHistory, suppressionRule } from '@engagex/domain/receipts';
import type { TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';
import { suppressBounced, suppressComplained } from '../suppressions/index.ts';
import type { Heard } from './heard.ts';
import { bouncesOfAddresses } from './receipts.queries.ts';

type Bounce = AddressHistory & { readonly addressKey: string };

/**
 * Bounces further back than this say nothing about a mailbox today. Deliveries between them are not asked about: the same reports
 * in another order would suppress others.
 */
const withinMs = 90 * 24 * 60 * 60 * 1_000;

const because = {
  full: 'The mailbox was full again and again for two weeks or more. The last answer: ',
  domain: 'The domain takes no mail, or does not exist any more. The last answer: ',
};

/** Suppresses, in the open transaction, the addresses for which that follows from what was newly heard. */
export async function suppressHeard(db: TenantDb, live: Live, heard: readonly Heard[]): Promise<void> {
  const wordsFor = (each: readonly Heard[]) =>
    each.flatMap(({ addressKey, words }) => (addressKey === null ? [] : [{ email: addressKey, response: words }]));
  const complaints = heard.filter(({ report }) => report.kind === 'complained');
  await suppressComplained(db, live, wordsFor(complaints));

  const bounces = heard.filter(({ report }) => report.kind === 'bounced');
  const hard = wordsFor(bounces.filter(({ judgement }) => judgement?.class === 'hard'));
  const repeated = wordsFor(
    bounces.filter(({ judgement }) => judgement?.class === 'full' || judgement?.class === 'domain'),
  );
  await suppressBounced(db, live, [...hard, ...(await tooOften(db, repeated))]);
}

/** Those of these addresses that have bounced too often by now. */
async function tooOften(db: TenantDb, bounced: readonly { readonly email: string; readonly response: string }[]) {
  if (bounced.length === 0) return [];
  const rows = await db.rowsByKey<Bounce>(bouncesOfAddresses, [[...new Set(bounced.map(({ email }) => email))]]);
  const byAddress = Map.groupBy(rows, ({ addressKey }) => addressKey);
  return bounced.flatMap(({ email, response }) => {
    const cause = causeIn(byAddress.get(email) ?? []);
    return cause ? [{ email, response: because[cause] + response }] : [];
  });
}

/** Looks back from each bounce, so that those from long ago never count together with those of today. */
function causeIn(bounces: readonly Bounce[]): 'full' | 'domain' | null {
  for (const { at } of bounces) {
    const until = at.getTime();
    const cause = suppressionRule(
      bounces.filter((each) => each.at.getTime() <= until && each.at.getTime() > until - withinMs),
    );
    if (cause === 'full' || cause === 'domain') return cause;
  }
  return null;
}
