import type { RecordPurpose, RecordType } from './record-purposes.ts';

/** What the records of a domain are made of. */
export interface PublishingFacts {
  readonly domain: string;
  readonly ownershipToken: string;
  readonly keys: readonly {
    readonly selector: string;
    /** SPKI in base64, without line breaks. */
    readonly publicKey: string;
    readonly isRequired: boolean;
  }[];
  readonly returnPath: ReturnPath | null;
  /** Whether no DMARC policy applies yet. */
  readonly needsDmarc: boolean;
  /** The host that links lead to; null where links do not show the domain. */
  readonly linksTo: string | null;
}

export type ReturnPath =
  | { readonly kind: 'installation'; readonly host: string; readonly target: string }
  | { readonly kind: 'own'; readonly host: string; readonly mailServer: string; readonly spf: string };

/** One record as it should be. */
export interface NeededRecord {
  /** Unique within the domain. */
  readonly key: string;
  readonly purpose: RecordPurpose;
  readonly isRequired: boolean;
  readonly type: RecordType;
  readonly name: string;
  readonly value: string;
  readonly priority: number | null;
}

export const ownershipLabel = '_engagex';
export const usualMxPriority = 10;

export function ownershipValue(token: string): string {
  return `engagex-verification=${token}`;
}

export function dkimName(selector: string, domain: string): string {
  return `${selector}._domainkey.${domain}`;
}

/** RFC 6376, 3.6.1. RSA, since mailbox providers report Ed25519 alone as a failure. */
export function dkimValue(publicKey: string): string {
  return `v=DKIM1; k=rsa; p=${publicKey}`;
}

/** Every record to publish, required ones first. */
export function recordsToPublish(facts: PublishingFacts): NeededRecord[] {
  const { domain, ownershipToken, keys, returnPath, needsDmarc, linksTo } = facts;
  const text = { type: 'TXT', priority: null } as const;
  const records: NeededRecord[] = [
    {
      ...text,
      key: 'ownership',
      purpose: 'ownership',
      isRequired: true,
      name: `${ownershipLabel}.${domain}`,
      value: ownershipValue(ownershipToken),
    },
    ...keys.map(({ selector, publicKey, isRequired }) => ({
      ...text,
      key: `dkim_${selector}`,
      purpose: 'dkim' as const,
      isRequired,
      name: dkimName(selector, domain),
      value: dkimValue(publicKey),
    })),
    ...recordsOfReturnPath(returnPath),
  ];
  const recommended = { isRequired: false, priority: null } as const;
  if (needsDmarc)
    records.push({
      ...recommended,
      key: 'dmarc',
      purpose: 'dmarc',
      type: 'TXT',
      name: `_dmarc.${domain}`,
      value: 'v=DMARC1; p=none',
    });
  if (linksTo)
    records.push({
      ...recommended,
      key: 'links',
      purpose: 'links',
      type: 'CNAME',
      name: `links.${domain}`,
      value: linksTo,
    });
  return records.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

function recordsOfReturnPath(returnPath: ReturnPath | null): NeededRecord[] {
  if (!returnPath) return [];
  const common = { purpose: 'return_path', isRequired: false, name: returnPath.host, priority: null } as const;
  if (returnPath.kind === 'installation')
    return [{ ...common, key: 'return_path', type: 'CNAME', value: returnPath.target }];
  return [
    { ...common, key: 'return_path_mx', type: 'MX', value: returnPath.mailServer, priority: usualMxPriority },
    { ...common, key: 'return_path_spf', type: 'TXT', value: `v=spf1 ${returnPath.spf} -all` },
  ];
}
