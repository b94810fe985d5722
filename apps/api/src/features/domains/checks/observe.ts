import {
  type Answer,
  type FoundRecord,
  mistakenNamesOf,
  type NeededRecord,
  type Observation,
} from '@engagex/domain/domains';
import type { DnsInquiry, DnsRecordsOf, DnsReply, DnsType } from '../../../ports/dns.ts';

export interface Place {
  readonly domain: string;
  readonly zone: string;
  readonly isDelegated: boolean;
  readonly selectors: readonly string[];
}

/** A name that nobody publishes on purpose; what it answers, a wildcard answers. */
const madeUp = 'engagex-4f7k2q';

/** Looks for one record: at its name, and where that does not settle it, around it. */
export async function observe(record: NeededRecord, place: Place, inquiry: DnsInquiry): Promise<Observation> {
  const { name, type, value } = record;
  const at = await answerOf(inquiry, name, type);
  const { isDelegated } = place;
  const nothing = { at, beside: [], atTarget: [], elsewhere: [], chain: [], wildcard: [], isDelegated };
  if (at.kind === 'unreachable') return nothing;
  if (type === 'CNAME') return observeAlias(record, nothing, { place, inquiry });
  if (at.kind === 'found') {
    if (at.values.includes(value)) return nothing;
    const beside = record.purpose === 'return_path' ? await recordsAt(inquiry, name, 'CNAME') : [];
    return { ...nothing, beside, wildcard: await besides(record, type, inquiry) };
  }
  const alias = await recordsAt(inquiry, name, 'CNAME');
  if (alias.length > 0) return { ...nothing, beside: alias, wildcard: await besides(record, 'CNAME', inquiry) };
  return { ...nothing, elsewhere: await misplaced(record, place, inquiry) };
}

async function observeAlias(
  record: NeededRecord,
  seen: Observation,
  { place, inquiry }: { readonly place: Place; readonly inquiry: DnsInquiry },
): Promise<Observation> {
  const [beside, atTarget] = [await behind(inquiry, record.name), await behind(inquiry, record.value)];
  const [target] = seen.at.kind === 'found' ? seen.at.values : [];
  if (target !== undefined && target !== record.value)
    return {
      ...seen,
      beside,
      atTarget,
      chain: await chainFrom(inquiry, target),
      wildcard: await besides(record, 'CNAME', inquiry),
    };
  const isMissing = seen.at.kind === 'none' && beside.length === 0;
  return { ...seen, beside, atTarget, elsewhere: isMissing ? await misplaced(record, place, inquiry) : [] };
}

/** Aliases may lead in a circle. */
const longestChain = 5;

async function chainFrom(inquiry: DnsInquiry, first: string): Promise<readonly string[]> {
  const chain = [first];
  while (chain.length < longestChain) {
    const [next] = await recordsAt(inquiry, chain.at(-1)!, 'CNAME');
    if (!next || chain.includes(next.value)) break;
    chain.push(next.value);
  }
  return chain;
}

/** What a name beside this one answers that nobody published. */
async function besides({ name }: NeededRecord, type: FoundRecord['type'], inquiry: DnsInquiry) {
  const answer = await answerOf(inquiry, `${madeUp}.${name.slice(name.indexOf('.') + 1)}`, type);
  return answer.kind === 'found' ? answer.values : [];
}

/** What mail and links need of a host: exchanges, texts and addresses. */
async function behind(inquiry: DnsInquiry, name: string): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const type of ['MX', 'TXT', 'A'] as const) found.push(...(await recordsAt(inquiry, name, type)));
  return found;
}

async function misplaced(record: NeededRecord, place: Place, inquiry: DnsInquiry): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const { name } of mistakenNamesOf(record, place)) {
    const answer = toAnswer(await inquiry.glance(name, record.type));
    if (answer.kind === 'found') found.push(...answer.values.map((value) => ({ name, type: record.type, value })));
  }
  return found;
}

async function recordsAt(inquiry: DnsInquiry, name: string, type: FoundRecord['type']): Promise<FoundRecord[]> {
  const answer = await answerOf(inquiry, name, type);
  return answer.kind === 'found' ? answer.values.map((value) => ({ name, type, value })) : [];
}

async function answerOf(inquiry: DnsInquiry, name: string, type: FoundRecord['type']): Promise<Answer> {
  return toAnswer(await inquiry.ask<DnsType>(name, type));
}

/** Texts are joined from their strings, without anything between. */
function toAnswer(reply: DnsReply<DnsType>): Answer {
  if (reply.kind === 'none') return { kind: 'none' };
  if (reply.kind === 'unreachable') return reply;
  return { kind: 'found', values: reply.records.map(textOf) };
}

function textOf(record: DnsRecordsOf[DnsType]): string {
  if (typeof record === 'string') return record;
  if ('tag' in record) return `${record.tag} ${record.value}`;
  return 'exchange' in record ? `${record.priority} ${record.exchange}` : record.join('');
}
