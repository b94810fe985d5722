import { type CheckVerdict, judgeRecord, type NeededRecord } from '@engagex/domain/domains';
import type { Dns } from '../../../ports/dns.ts';
import { checkDmarc } from '../policies/check-dmarc.ts';
import { checkSpf } from '../policies/check-spf.ts';
import {
  type InstallationHosts,
  recordsOf,
  returnPathOf,
  type SeenDomain,
  type SeenRecord,
  seenOf,
  type StoredDomain,
  type StoredKey,
} from '../stored-domain.ts';
import { observe, type Place } from './observe.ts';

/** Of one check: everything it asks, with what it looks at around missing records. */
const limits = { queries: 150, milliseconds: 20_000 };
/** A return path whose usual name is in use for something else takes the next of these. */
const labels = ['bounces', 'email-bounces', 'engagex-bounces'];

export interface LookedUp {
  readonly seen: SeenDomain;
  readonly queries: number;
  readonly milliseconds: number;
  /** Another name for the return path, because the usual one is taken; null when there is no need. */
  readonly otherLabel: string | null;
}

/** Looks for all records of a domain. Asks the network, so keep transactions out of it. */
export async function lookUp(
  domain: StoredDomain,
  keys: readonly StoredKey[],
  { dns, hosts, now }: { readonly dns: Dns; readonly hosts: InstallationHosts; readonly now: Date },
): Promise<LookedUp> {
  const begun = performance.now();
  const inquiry = dns.inquire(limits);
  const zone = await inquiry.zoneOf(domain.domain);
  const place: Place = {
    domain: domain.domain,
    zone: zone.kind === 'found' ? zone.zone : domain.domain,
    isDelegated: zone.kind !== 'none',
    selectors: keys.map(({ selector }) => selector),
  };
  const records: SeenRecord[] = [];
  for (const record of recordsOf(domain, keys, hosts)) {
    const found = judgeRecord(record, await observe(record, place, inquiry), {
      ...place,
      keys: knownKeys(record, keys),
    });
    const isAnswered = found.standing !== 'unreachable';
    const before = seenOf(domain, record);
    const checkedAt = isAnswered ? now.toISOString() : (before?.checkedAt ?? null);
    records.push({ key: record.key, value: record.value, ...found, checkedAt });
  }
  const dmarc = await checkDmarc(domain.domain, inquiry);
  const name = returnPathOf(domain, hosts)?.host ?? domain.domain;
  const spf = await checkSpf(name, inquiry);
  const before = domain.seen;
  return {
    seen: {
      zone: zone.kind === 'found' ? zone.zone : zone.kind === 'none' ? null : (before?.zone ?? null),
      nameServers: zone.kind === 'found' ? zone.nameServers : (before?.nameServers ?? []),
      records,
      spf: spf ? { ...spf, name } : (before?.spf ?? null),
      dmarc: dmarc ?? before?.dmarc ?? null,
      needsDmarc: dmarc ? dmarc.record === null || dmarc.policy === null : (before?.needsDmarc ?? true),
    },
    queries: inquiry.queries,
    milliseconds: Math.round(performance.now() - begun),
    otherLabel: otherLabelOf(domain, records),
  };
}

/** What the records that are needed say together. */
export function verdictOf(required: readonly NeededRecord[], seen: readonly SeenRecord[]): CheckVerdict {
  const standings = required.map(
    ({ key, value }) => seen.find((each) => each.key === key && each.value === value)?.standing,
  );
  if (standings.every((standing) => standing === 'published')) return 'found';
  return standings.some((standing) => standing === 'missing' || standing === 'wrong') ? 'missing' : 'unreachable';
}

function knownKeys({ value }: NeededRecord, keys: readonly StoredKey[]) {
  const publicOf = (isFormer: boolean) =>
    keys
      .filter(({ state }) => (state === 'retired' || state === 'removable') === isFormer)
      .map(({ publicKey }) => publicKey)
      .filter((key) => !value.endsWith(key));
  return { others: publicOf(false), former: publicOf(true) };
}

/** Before anybody published it: something else of the owner's may be at the name. */
function otherLabelOf(domain: StoredDomain, records: readonly SeenRecord[]): string | null {
  const paths = records.filter(({ key }) => key.startsWith('return_path'));
  const isInUse = domain.seen === null && paths.some(({ standing }) => standing === 'wrong');
  return (isInUse && labels[labels.indexOf(domain.returnPathLabel) + 1]) || null;
}
