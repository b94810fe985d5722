import { Injectable } from '@nestjs/common';
import { type ArrivedFacts, oneClickFields, otherSignedFields } from '@engagex/domain/delivery-tests';
import { domainOf } from '@engagex/domain/shared';
import { Parser } from 'htmlparser2';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import { spf } from 'mailauth/lib/spf/index.js';
import { Dns } from '../../ports/dns.ts';
import { resolverOf } from '../domains/index.ts';
import { everyPart, readMime, textOf, untraced } from '../inbound/index.ts';

const limits = { queries: 60, milliseconds: 15_000 };
const mostLinks = 5;

type Resolver = ReturnType<typeof resolverOf>;

/** Looks at a message as a mailbox provider does: signatures, SPF, DMARC, and what was changed on its way. */
@Injectable()
export class LookAtArrival {
  constructor(private readonly dns: Dns) {}

  /** Asks the network, so keep transactions out of it. Null for what did not come to us. */
  async look(raw: Buffer, link: string, host: string): Promise<ArrivedFacts | null> {
    const arrived = untraced(raw);
    if (!arrived) return null;
    const { trace, message } = arrived;
    const resolver: Resolver = resolverOf(this.dns.inquire(limits));
    const { results, headerFrom, fromFields } = await dkimVerify(message, { resolver });
    const checked = await spf({ ip: trace.ip, sender: trace.mailFrom, helo: trace.helo, mta: host, resolver });
    const passes = results.filter(({ status }) => status.result === 'pass');
    const { response, dkimAligned } = await evaluateDmarc({
      headerFrom,
      fromFields,
      spfDomains: checked.status.result === 'pass' ? [checked.domain] : [],
      dkimDomains: passes.map(({ id, signingDomain = '', status }) => ({
        ...(id && { id }),
        domain: signingDomain,
        aligned: status.aligned ?? false,
      })),
      resolver,
    });
    const root = readMime(message);
    const [from = ''] = headerFrom;
    // DMARC looks only at signatures that are valid; of the others it is known by their names.
    const isAligned = (domain: string, { result, aligned }: (typeof results)[number]['status']) =>
      result === 'pass' && dkimAligned ? dkimAligned.has(domain) : Boolean(aligned);
    return {
      ...trace,
      from,
      dkim: results.flatMap(({ signingDomain: domain, selector = '', status, signingHeaders }) =>
        domain
          ? [
              {
                domain,
                selector,
                result: status.result,
                comment: String(status.comment || ''),
                isAligned: isAligned(domain, status),
                fields: fieldsOf(signingHeaders?.keys ?? ''),
              },
            ]
          : [],
      ),
      spf: { result: checked.status.result, domain: checked.domain },
      dmarc: {
        result: response ? response.status.result : 'none',
        policy: (response && response.policy) || null,
        isSpfAligned: areRelated(checked.domain, domainOf(from)),
      },
      messageId: root.headers.get('message-id'),
      fields: [...oneClickFields, ...otherSignedFields].filter((name) => root.headers.has(name)),
      complaintAddress: root.headers.get('cfbl-address').split(';', 1)[0]?.trim() || null,
      changedLinks: linksIn(message)
        .filter((each) => each !== link)
        .slice(0, mostLinks),
    };
  }
}

function fieldsOf(keys: string): string[] {
  const names = keys.split(':').map((name) => name.trim().toLowerCase());
  return [...new Set(names.filter(Boolean))];
}

/** Relaxed alignment (RFC 9989, 4.10.2) of a return path with the domain it is below. */
function areRelated(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** Every address that the texts of a message lead to. */
function linksIn(message: Buffer): string[] {
  const links: string[] = [];
  for (const part of everyPart(readMime(message))) {
    if (part.type === 'text/plain') links.push(...(textOf(part).match(/https?:\/\/[^\s<>"]+/g) ?? []));
    if (part.type !== 'text/html') continue;
    const parser = new Parser({
      onopentag: (name, { href, src }) => {
        if (name === 'a' && href) links.push(href);
        if (name === 'img' && src) links.push(src);
      },
    });
    parser.end(textOf(part));
  }
  return [...new Set(links)];
}
