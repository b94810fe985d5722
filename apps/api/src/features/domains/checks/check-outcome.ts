import {
  afterCheck,
  type CheckVerdict,
  type DomainState,
  keysAfterCheck,
  nextCheckAt,
  type RecordStanding,
  wordsForFault,
} from '@engagex/domain/domains';
import { type InstallationHosts, nameInZone, recordsOf, type StoredDomain, type StoredKey } from '../stored-domain.ts';
import { type LookedUp, verdictOf } from './look-up.ts';

/** What a check makes of a domain: decided from rows and answers alone. */
export interface CheckOutcome {
  readonly verdict: CheckVerdict;
  readonly state: DomainState;
  readonly stateSince: Date;
  readonly problem: string | null;
  readonly keys: readonly StoredKey[];
  readonly toMake: readonly string[];
  readonly nextCheckAt: Date | null;
  readonly unreachableSince: Date | null;
  readonly summary: string;
}

interface Deciding {
  readonly hosts: InstallationHosts;
  readonly now: Date;
  /** Another organization has the domain: what was found is a claim, and no verification yet. */
  readonly isOwnedByOthers: boolean;
}

export function outcomeOf(
  domain: StoredDomain,
  keys: readonly StoredKey[],
  { seen }: LookedUp,
  { hosts, now, isOwnedByOthers }: Deciding,
): CheckOutcome {
  const standings = new Map(
    keys.map(({ id, selector, state }): [string, RecordStanding] => {
      const found = seen.records.find(({ key }) => key === `dkim_${selector}`);
      return [id, state === 'retired' || state === 'removable' ? 'unchecked' : (found?.standing ?? 'unchecked')];
    }),
  );
  const turned = keysAfterCheck(keys, standings, { now, isRotationWanted: domain.rotationWantedAt !== null });
  const required = recordsOf(domain, turned.keys, hosts).filter(({ isRequired }) => isRequired);
  const verdict = verdictOf(required, seen.records);
  const standing = { state: domain.state, since: domain.stateSince };
  const isClaim = verdict === 'found' && isOwnedByOthers;
  const state = isClaim ? 'pending' : afterCheck(standing, verdict, now);
  const stateSince = state === domain.state ? domain.stateSince : now;
  const summary = summaryOf(domain, required, seen.records);
  return {
    verdict,
    state,
    stateSince,
    problem: problemOf(domain, state, verdict === 'unreachable' ? null : summary),
    keys: turned.keys,
    toMake: turned.toMake,
    nextCheckAt: nextCheckAt({ state, since: stateSince }, verdict, now),
    unreachableSince: verdict === 'unreachable' ? (domain.unreachableSince ?? now) : null,
    summary,
  };
}

/** Who lost it to another organization is told that, and not which record is missing. */
function problemOf({ problem, isTaken }: StoredDomain, state: DomainState, summary: string | null): string | null {
  if (state !== 'degraded' && state !== 'failed') return null;
  return isTaken ? problem : (summary ?? problem);
}

/** The first thing that keeps the domain from being verified, in words. */
function summaryOf(
  domain: StoredDomain,
  required: ReturnType<typeof recordsOf>,
  seen: LookedUp['seen']['records'],
): string {
  for (const record of required) {
    const found = seen.find(({ key, value }) => key === record.key && value === record.value);
    if (!found || found.standing === 'published') continue;
    const { type, name, value } = record;
    if (found.standing === 'unreachable') return `The name servers of ${domain.domain} did not answer about ${name}.`;
    const [fault] = found.faults;
    if (fault === undefined) return `The ${type} record at ${name} is missing.`;
    const [first = null] = found.found;
    const faulty = { type, name, nameInZone: nameInZone(name, domain), value, domain: domain.domain, found: first };
    return `${name}: ${wordsForFault(fault, faulty)}`;
  }
  return 'All required records are published.';
}

/** What somebody must be told of a change of state; null when nobody waits for it. */
export function newsOf(before: DomainState, after: DomainState) {
  if (before === after) return null;
  if (after === 'degraded') return 'domain_degraded';
  if (after === 'failed') return 'domain_failed';
  return after === 'verified' && before !== 'pending' ? 'domain_mended' : null;
}
