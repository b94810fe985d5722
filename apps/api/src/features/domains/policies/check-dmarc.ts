import getDmarcRecord from 'mailauth/lib/dmarc/get-dmarc-record.js';
import type { RecordFault } from '@engagex/domain/domains';
import type { DnsInquiry } from '../../../ports/dns.ts';
import { resolverOf } from './resolver-of.ts';

const { createRecordLookup, discoverPolicy, getPolicyTags, domainExists } = getDmarcRecord;

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

export interface DmarcChecked {
  readonly record: string | null;
  /** The name the record is at; null without one. */
  readonly at: string | null;
  readonly isInherited: boolean;
  /** Of this very domain; null when no policy applies. */
  readonly policy: DmarcPolicy | null;
  readonly isTesting: boolean;
  /** Strict alignment of the return path, which is below the domain. */
  readonly isStrictSpf: boolean;
  readonly organizationalDomain: string | null;
  readonly faults: readonly RecordFault[];
}

const nothing: DmarcChecked = {
  record: null,
  at: null,
  isInherited: false,
  policy: null,
  isTesting: false,
  isStrictSpf: false,
  organizationalDomain: null,
  faults: [],
};

/** The DMARC policy of a domain by the tree walk of RFC 9989, 4.10; null when nobody answered. */
export async function checkDmarc(domain: string, inquiry: DnsInquiry): Promise<DmarcChecked | null> {
  const resolver = resolverOf(inquiry);
  try {
    const own = await inquiry.ask(`_dmarc.${domain}`, 'TXT');
    if (own.kind === 'unreachable') return null;
    const texts = own.kind === 'found' ? own.records.map((strings) => strings.join('').trim()) : [];
    const faults = faultsOf(texts);
    const found = await discoverPolicy(domain, createRecordLookup(resolver, { strict: true }));
    const { record, recordDomain, orgDomain } = found;
    if (!record || !recordDomain)
      return { ...nothing, organizationalDomain: orgDomain, faults: faults.length > 0 ? faults : ['dmarc_missing'] };
    const isInherited = recordDomain !== domain;
    const tags = getPolicyTags(record);
    const exists = !isInherited || (await domainExists(domain, resolver));
    const below = (exists ? undefined : tags?.np) ?? tags?.sp;
    const policy = (isInherited ? below : undefined) ?? tags?.p ?? null;
    return {
      record: record.rr,
      at: `_dmarc.${recordDomain}`,
      isInherited,
      policy,
      isTesting: record.t === 'y',
      isStrictSpf: record.aspf === 's',
      organizationalDomain: orgDomain,
      faults: policy === null && faults.length === 0 ? ['dmarc_invalid_policy'] : faults,
    };
  } catch {
    return null; // the walk throws when nobody answered
  }
}

/** What is wrong with what stands at the name itself. */
function faultsOf(texts: readonly string[]): RecordFault[] {
  const records = texts.filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/i.test(text));
  if (records.length > 1) return ['two_dmarc'];
  const [record] = records;
  if (record === undefined) return texts.some((text) => /dmarc1/i.test(text)) ? ['dmarc_invalid'] : [];
  const names = record
    .split(';')
    .map((tag) => tag.slice(0, Math.max(0, tag.indexOf('='))).trim())
    .filter(Boolean);
  if (new Set(names).size < names.length || !/^v\s*=\s*DMARC1/.test(record)) return ['dmarc_invalid'];
  const policy = /(?:^|;)\s*p\s*=\s*([^;]*)/.exec(record)?.[1]?.trim().toLowerCase();
  return policy !== undefined && ['none', 'quarantine', 'reject'].includes(policy) ? [] : ['dmarc_invalid_policy'];
}
