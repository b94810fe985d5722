import { domainToUnicode } from 'node:url';
import {
  compareTexts,
  dnsHostOf,
  type DnsPageView,
  domainsRoutes,
  inStrings,
  type NeededRecord,
  patienceMs,
  relativeTo,
  removableAtOf,
  wordsForFault,
  zoneFileOf,
  zoneLineOf,
} from '@engagex/domain/domains';
import type { AnswerOf } from '@engagex/domain/shared';
import type { DmarcChecked } from './policies/check-dmarc.ts';
import {
  type InstallationHosts,
  nameInZone,
  recordsOf,
  returnPathOf,
  seenOf,
  type StoredDomain,
  type StoredKey,
} from './stored-domain.ts';

type View = AnswerOf<typeof domainsRoutes.get>;
type RecordAnswer = View['records'][number];

interface Shown {
  readonly domain: StoredDomain;
  readonly keys: readonly StoredKey[];
  readonly hosts: InstallationHosts;
  readonly now: Date;
}

/** A domain as members see it. `link` is the address of the page for whoever looks after the DNS. */
export function domainView(shown: Shown, link: string | null): View {
  const { domain, keys, hosts } = shown;
  const isOwned = domain.state === 'verified' || domain.state === 'degraded';
  return {
    ...sharedView(shown),
    id: domain.id,
    stateSince: domain.stateSince,
    problem: domain.problem,
    failsAt: domain.state === 'degraded' ? new Date(domain.stateSince.getTime() + patienceMs) : null,
    givesUpAt:
      domain.state === 'pending' && !domain.claimAt ? new Date(domain.stateSince.getTime() + patienceMs) : null,
    nextCheckAt: domain.nextCheckAt,
    isSigned: isOwned && keys.some(({ state }) => state === 'signing'),
    keys: keys.map(({ id, selector, state, createdAt, timesSeen, signsSince, retiredAt }) => ({
      id,
      selector,
      state,
      createdAt,
      timesSeen,
      signsSince,
      removableAt: retiredAt && removableAtOf(retiredAt),
    })),
    returnPath: {
      kind: returnPathOf(domain, hosts)?.kind ?? 'none',
      host: returnPathOf(domain, hosts)?.host ?? null,
      mailServer: domain.returnPathServer,
      spf: domain.returnPathSpf,
      isUsable: isOwned && hasReturnPath(shown),
    },
    claim: claimOf(domain),
    link:
      link === null || !domain.linkExpiresAt
        ? null
        : { url: link, expiresAt: domain.linkExpiresAt, openedAt: domain.linkOpenedAt },
    addedBy: domain.addedBy,
    createdAt: domain.createdAt,
    updatedAt: domain.updatedAt,
  };
}

/** What members and whoever looks after the DNS see alike. */
export function sharedView(shown: Shown): Omit<DnsPageViewIn, 'organization' | 'expiresAt' | 'askAgainAfter'> {
  const { domain, keys, hosts, now } = shown;
  const { seen } = domain;
  const records = recordsOf(domain, keys, hosts);
  const host = seen && seen.nameServers.length > 0 ? dnsHostOf(seen.nameServers) : null;
  const around = (name: string) => ({
    type: 'TXT',
    name,
    nameInZone: nameInZone(name, domain),
    value: '',
    domain: domain.domain,
    found: null,
  });
  return {
    domain: domain.domain,
    displayName: domainToUnicode(domain.domain) || domain.domain,
    state: domain.state,
    isChecking:
      (domain.checkingUntil !== null && domain.checkingUntil > now) ||
      (domain.nextCheckAt !== null && domain.nextCheckAt <= now),
    checkedAt: domain.checkedAt,
    unreachableSince: domain.unreachableSince,
    records: records.map((record) => recordView(record, domain)),
    spf: seen?.spf
      ? {
          ...seen.spf,
          faults: seen.spf.faults.map((code) => ({ code, words: wordsForFault(code, around(seen.spf?.name ?? '')) })),
        }
      : null,
    dmarc: seen?.dmarc ? dmarcView(seen.dmarc, domain, around) : null,
    dnsHost: host && { id: host.id, name: host.name, nameServers: [...(seen?.nameServers ?? [])] },
    zone: seen?.zone ?? null,
    zoneFile: zoneFileOf(domain.domain, records),
  };
}
type DnsPageViewIn = Omit<DnsPageView, 'checkedAt' | 'unreachableSince' | 'records' | 'expiresAt'> & {
  checkedAt: Date | null;
  unreachableSince: Date | null;
  records: RecordAnswer[];
  expiresAt: Date;
};

function recordView(record: NeededRecord, domain: StoredDomain): RecordAnswer {
  const { name, type, value } = record;
  const seen = seenOf(domain, record);
  const [first = null] = seen?.found ?? [];
  const faulty = { type, name, nameInZone: nameInZone(name, domain), value, domain: domain.domain, found: first };
  return {
    ...record,
    relativeName: relativeTo(name, domain.domain),
    nameInZone: faulty.nameInZone,
    strings: type === 'TXT' ? inStrings(value) : [],
    zoneLine: zoneLineOf(record),
    standing: seen?.standing ?? 'unchecked',
    faults: (seen?.faults ?? []).map((code) => ({ code, words: wordsForFault(code, faulty) })),
    found: (seen?.found ?? []).map((each) => ({
      ...each,
      compared: compareTexts(value, type === 'MX' ? each.value.replace(/^\d+ /, '') : each.value),
    })),
    checkedAt: seen?.checkedAt ?? null,
  };
}

function dmarcView(
  checked: DmarcChecked,
  { domain }: StoredDomain,
  around: (name: string) => Parameters<typeof wordsForFault>[1],
): NonNullable<View['dmarc']> {
  const { record, at, isInherited, policy, isTesting, isStrictSpf, organizationalDomain } = checked;
  const own = `_dmarc.${domain}`;
  const codes = isStrictSpf ? [...checked.faults, 'dmarc_strict' as const] : checked.faults;
  return {
    record,
    at,
    isInherited,
    policy,
    isTesting,
    isDkimAligned: true, // signed with exactly this domain (RFC 9989, 4.10.2)
    isSpfAligned: !isStrictSpf && (organizationalDomain === null || isWithin(domain, organizationalDomain)),
    faults: codes.map((code) => ({ code, words: wordsForFault(code, { ...around(at ?? own), domain }) })),
  };
}

function isWithin(domain: string, above: string): boolean {
  return domain === above || domain.endsWith(`.${above}`);
}

/** Whether mail can leave with the return path of the domain: its records were found. */
export function hasReturnPath({ domain, keys, hosts }: Shown): boolean {
  const records = recordsOf(domain, keys, hosts).filter(({ purpose }) => purpose === 'return_path');
  return records.length > 0 && records.every((record) => seenOf(domain, record)?.standing === 'published');
}

function claimOf({ isTaken, leavesAt, claimAt }: StoredDomain): View['claim'] {
  if (leavesAt) return { kind: 'leaving', at: leavesAt };
  if (claimAt) return { kind: 'waiting', at: claimAt };
  return isTaken ? { kind: 'taken', at: null } : null;
}
