import type { DnsInquiry, DnsReply, DnsType } from '../../../ports/dns.ts';

const types: readonly string[] = ['TXT', 'CNAME', 'MX', 'A', 'AAAA', 'PTR'] satisfies readonly DnsType[];

/** An inquiry in the form of `dns.resolve`, which mailauth asks with: what is not there and what nobody knows are errors. */
export function resolverOf(inquiry: DnsInquiry): (name: string, type: string) => Promise<never> {
  return async (name, type) => {
    if (!isKnown(type)) throw failure('ENOTIMP');
    const reply: DnsReply<DnsType> = await inquiry.ask(name.toLowerCase().replace(/\.$/, ''), type);
    // Its declaration has lists of texts only, though exchanges are asked for as well.
    if (reply.kind === 'found') return reply.records as never;
    if (reply.kind === 'none') throw failure(reply.exists ? 'ENODATA' : 'ENOTFOUND');
    throw failure('ETIMEOUT');
  };
}

function isKnown(type: string): type is DnsType {
  return types.includes(type);
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
