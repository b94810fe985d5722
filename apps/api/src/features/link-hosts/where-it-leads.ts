import type { LinkProblem } from '@engagex/domain/link-hosts';
import type { DnsInquiry } from '../../ports/dns.ts';
import { isProxy } from './proxy-ranges.ts';

/** What the DNS says of a link host: that it leads here, or what is wrong. */
export type Leads = 'here' | { readonly problem: LinkProblem; readonly detail: string | null };

const longestChain = 8;

/**
 * Whether a host leads to the same place as the installation's own. Hosts at which the DNS host answers with addresses
 * instead of the alias (CNAME flattening) do too.
 */
export async function whereItLeads(dns: DnsInquiry, host: string, target: string): Promise<Leads> {
  const chain = await aliasesOf(dns, host);
  if (chain.includes(target)) return 'here';
  const [own, ours] = [await addressesOf(dns, host), await addressesOf(dns, target)];
  if (own === null || ours === null)
    return { problem: 'unreachable', detail: 'Its name servers do not answer right now.' };
  if (own.length === 0) {
    const alias = chain.at(-1);
    return { problem: 'no_record', detail: alias ? `Its CNAME leads to ${alias}, which has no address.` : null };
  }
  if (own.some((address) => ours.includes(address))) return 'here';
  if (own.some(isProxy)) return { problem: 'proxied', detail: `Its address ${own[0]} is Cloudflare’s.` };
  const place = chain.length > 0 ? `${chain.at(-1)} (${own[0]})` : own[0];
  return { problem: 'elsewhere', detail: `It leads to ${place}.` };
}

async function aliasesOf(dns: DnsInquiry, host: string): Promise<readonly string[]> {
  const chain: string[] = [];
  for (let name = host; chain.length < longestChain;) {
    const reply = await dns.ask(name, 'CNAME');
    const alias = reply.kind === 'found' ? reply.records[0] : undefined;
    if (alias === undefined || chain.includes(alias)) break;
    chain.push(alias);
    name = alias;
  }
  return chain;
}

/** Null when nobody knows. */
async function addressesOf(dns: DnsInquiry, host: string): Promise<readonly string[] | null> {
  const replies = [await dns.ask(host, 'A'), await dns.ask(host, 'AAAA')];
  const found = replies.flatMap((reply) => (reply.kind === 'found' ? reply.records : []));
  return found.length === 0 && replies.some(({ kind }) => kind === 'unreachable') ? null : found;
}

/**
 * What a CAA record of the host, or of the nearest name above that has any, objects to (RFC 8659, 3): null when the authority
 * may certify, or when nobody knows. Without an authority's name, only a record that allows nobody objects.
 */
export async function caaObjection(
  dns: DnsInquiry,
  host: string,
  authorities: readonly string[],
): Promise<string | null> {
  for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) {
    const reply = await dns.ask(name, 'CAA');
    if (reply.kind === 'unreachable') return null;
    if (reply.kind === 'none') continue;
    const allowed = reply.records.filter(({ tag }) => tag === 'issue').map(({ value }) => authorityIn(value));
    if (allowed.length === 0) return null;
    const named = allowed.filter(Boolean);
    const isAllowed = authorities.length > 0 ? named.some((each) => authorities.includes(each)) : named.length > 0;
    if (isAllowed) return null;
    return `The CAA record at ${name} allows ${named.length > 0 ? `only ${named.join(', ')}` : 'no authority'}.`;
  }
  return null;
}

/** `ca.example; account=1` is about ca.example, and `;` about nobody. */
function authorityIn(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}
