import {
  type DomainState,
  type FoundRecord,
  type KeyOfDomain,
  type NeededRecord,
  type RecordFault,
  type RecordStanding,
  recordsToPublish,
  relativeTo,
  type ReturnPath,
} from '@engagex/domain/domains';
import type { DmarcChecked } from './policies/check-dmarc.ts';
import type { SpfChecked } from './policies/check-spf.ts';

/** What a check found of one record. */
export interface SeenRecord {
  readonly key: string;
  /** What it was compared with: a record that changed since was not looked at. */
  readonly value: string;
  readonly standing: RecordStanding;
  readonly faults: readonly RecordFault[];
  readonly found: readonly FoundRecord[];
  /** Of the last answer; null when there never was one. */
  readonly checkedAt: string | null;
}

/** What the last check found, as it is stored. */
export interface SeenDomain {
  readonly zone: string | null;
  readonly nameServers: readonly string[];
  readonly records: readonly SeenRecord[];
  readonly spf: (SpfChecked & { readonly name: string }) | null;
  readonly dmarc: DmarcChecked | null;
  readonly needsDmarc: boolean;
}

export interface StoredDomain {
  readonly id: string;
  readonly domain: string;
  readonly state: DomainState;
  readonly stateSince: Date;
  readonly problem: string | null;
  readonly unreachableSince: Date | null;
  readonly ownershipToken: string;
  readonly isTaken: boolean;
  readonly challengerId: string | null;
  readonly leavesAt: Date | null;
  readonly claimAt: Date | null;
  readonly returnPathKind: 'installation' | 'own';
  readonly returnPathLabel: string;
  readonly returnPathServer: string | null;
  readonly returnPathSpf: string | null;
  readonly rotationWantedAt: Date | null;
  readonly seen: SeenDomain | null;
  readonly checkedAt: Date | null;
  readonly nextCheckAt: Date | null;
  readonly checkReason: CheckReason;
  readonly checkingUntil: Date | null;
  readonly linkId: string | null;
  readonly linkExpiresAt: Date | null;
  readonly linkOpenedAt: Date | null;
  readonly addedBy: string | null;
  readonly createdById: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type CheckReason = 'schedule' | 'person' | 'link' | 'launch';

export interface StoredKey extends KeyOfDomain {
  readonly publicKey: string;
  readonly createdAt: Date;
}

/** Hosts of the installation that records lead to. */
export interface InstallationHosts {
  readonly bounces: string | null;
  readonly links: string | null;
}

/** The return path of a domain; null where the installation takes no bounces. */
export function returnPathOf(domain: StoredDomain, { bounces }: InstallationHosts): ReturnPath | null {
  const host = `${domain.returnPathLabel}.${domain.domain}`;
  const { returnPathServer: mailServer, returnPathSpf: spf } = domain;
  if (domain.returnPathKind === 'own' && mailServer && spf) return { kind: 'own', host, mailServer, spf };
  return bounces ? { kind: 'installation', host, target: bounces } : null;
}

/** The records a domain needs now. */
export function recordsOf(domain: StoredDomain, keys: readonly StoredKey[], hosts: InstallationHosts): NeededRecord[] {
  return recordsToPublish({
    domain: domain.domain,
    ownershipToken: domain.ownershipToken,
    keys: publishedKeysOf(keys),
    returnPath: returnPathOf(domain, hosts),
    needsDmarc: domain.seen?.needsDmarc ?? true,
    linksTo: hosts.links,
  });
}

/** Those whose records are to be published: the one that signs is needed, or else the first. */
function publishedKeysOf(keys: readonly StoredKey[]) {
  const current = keys
    .filter(({ state }) => state !== 'retired' && state !== 'removable')
    .toSorted((a, b) => a.selector.localeCompare(b.selector));
  const needed = current.find(({ state }) => state === 'signing') ?? current[0];
  return current.map((key) => ({ selector: key.selector, publicKey: key.publicKey, isRequired: key === needed }));
}

/** What is known of a record; nothing when it is another one than was looked at. */
export function seenOf({ seen }: StoredDomain, { key, value }: NeededRecord): SeenRecord | null {
  return seen?.records.find((each) => each.key === key && each.value === value) ?? null;
}

/** The name as it is entered at a host of the zone. */
export function nameInZone(name: string, { domain, seen }: Pick<StoredDomain, 'domain' | 'seen'>): string {
  return relativeTo(name, seen?.zone ?? domain);
}
