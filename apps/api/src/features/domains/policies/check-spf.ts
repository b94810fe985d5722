import { spf } from 'mailauth/lib/spf/index.js';
import type { RecordFault } from '@engagex/domain/domains';
import type { DnsInquiry } from '../../../ports/dns.ts';
import { resolverOf } from './resolver-of.ts';

const [mostLookups, mostVoid] = [10, 2]; // RFC 7208, 4.6.4
/** Counting goes on for a while beyond what is allowed, to say by how much it is too many. */
const countedLookups = 40;
/** Documentation addresses (RFC 5737), which no record allows: every term is looked at. */
const nobodysAddress = '192.0.2.231';

export interface SpfChecked {
  readonly record: string | null;
  readonly lookups: number;
  readonly voidLookups: number;
  readonly faults: readonly RecordFault[];
}

/** What SPF (RFC 7208) makes of mail whose MAIL FROM is at this name; null when nobody answered. */
export async function checkSpf(name: string, inquiry: DnsInquiry): Promise<SpfChecked | null> {
  const texts = await inquiry.ask(name, 'TXT');
  if (texts.kind === 'unreachable') return null;
  const records = texts.kind === 'found' ? texts.records.map((strings) => strings.join('')).filter(isSpf) : [];
  const none = { record: records[0] ?? null, lookups: 0, voidLookups: 0 };
  if (records.length === 0) return { ...none, faults: ['spf_missing'] };
  if (records.length > 1) return { ...none, faults: ['two_spf'] };
  const { status, lookups } = await spf({
    ip: nobodysAddress,
    sender: `bounces@${name}`,
    helo: name,
    mta: name,
    resolver: resolverOf(inquiry),
    maxResolveCount: countedLookups,
    maxVoidCount: countedLookups,
    strict: true,
  });
  if (status.result === 'temperror') return null;
  const counted = { record: records[0] ?? null, lookups: lookups?.count ?? 0, voidLookups: lookups?.void ?? 0 };
  const isTooMuch = counted.lookups > mostLookups || counted.voidLookups > mostVoid;
  if (isTooMuch) return { ...counted, faults: ['spf_too_many_lookups'] };
  return { ...counted, faults: status.result === 'permerror' ? ['spf_invalid'] : [] };
}

function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}
