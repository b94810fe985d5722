import { domainOf } from '@engagex/domain/shared';
import { type HandOver, Mail, type OutgoingMessage, unwatched, type Watch } from '../../../ports/mail.ts';
import { watchOf } from '../watch-of.ts';
import { complaintPrefix, type ReturnPathTokens } from './return-path-tokens.ts';
import { refusesSender } from './refuses-sender.ts';

/** Where bounces may go. `verp` names the message, `plain` is the same address for all of them. */
export interface ReturnPath {
  readonly kind: 'verp' | 'plain';
  readonly address: string;
}

/** What turns out about a transport: which return path it takes. */
export type ReturnPathFact = ReturnPath['kind'] | 'refused';

interface About {
  readonly tokens: ReturnPathTokens;
  /** Where bounces of messages from this sending domain may go, by their token: the best first, none for nowhere of ours. */
  readonly pathsOf: (domain: string) => Promise<(token: string) => readonly ReturnPath[]>;
  /** The host of ours that takes complaints about messages from this sending domain; null for none. */
  readonly complaintHostOf: (domain: string) => Promise<string | null>;
  /** What is known of the transport. */
  readonly known: ReturnPathFact | null;
  /** It turned out. */
  readonly found: (fact: ReturnPathFact, words: string) => void;
}

/** From the best on. */
const facts: readonly ReturnPathFact[] = ['verp', 'plain', 'refused'];

/**
 * Gives messages a return path of ours, by which bounces are told apart, and an address of ours for complaints. Some mail
 * servers let nobody send under an address they do not know: what such a server refuses is handed over once more with the
 * next return path, in the end with the sender's own address, and once that is taken, so is everything else.
 */
export class ReturnPathMail extends Mail {
  readonly #mail: Mail;
  readonly #about: About;
  /** Better ones are not tried. */
  #best: ReturnPathFact;
  #known: ReturnPathFact | null;

  constructor(mail: Mail, about: About) {
    super();
    this.#mail = mail;
    this.#about = about;
    this.#best = about.known ?? 'verp';
    this.#known = about.known;
  }

  async sendAll(messages: readonly OutgoingMessage[], watch: Watch = unwatched): Promise<HandOver[]> {
    const named = await this.#named(messages);
    const sending = { messages: named, watch, paths: await this.#pathsOf(named), handOvers: [] as HandOver[] };
    let refused = await this.#send([...messages.keys()], 0, sending);
    for (let round = 1; refused.length > 0; round += 1) refused = await this.#send(refused, round, sending);
    return sending.handOvers;
  }

  close(): Promise<void> {
    return this.#mail.close();
  }

  /** By their envelope id, and by the address for complaints. */
  async #named(messages: readonly OutgoingMessage[]): Promise<readonly NamedMessage[]> {
    const hosts = new Map<string, string | null>();
    for (const domain of new Set(messages.map(({ from }) => domainOf(from.address))))
      hosts.set(domain, await this.#about.complaintHostOf(domain));
    return messages.map((message) => {
      const envelopeId = this.#about.tokens.tokenFor(message.deliveryId);
      const domain = domainOf(message.from.address);
      const host = hosts.get(domain);
      if (!host || !isConfirmedBy(domain, host)) return { ...message, envelopeId };
      return { ...message, envelopeId, headers: { ...message.headers, ...complaintHeaders(envelopeId, host) } };
    });
  }

  async #pathsOf(messages: readonly NamedMessage[]): Promise<readonly (readonly ReturnPath[])[]> {
    const best = facts.indexOf(this.#best);
    const domains = new Map<string, (token: string) => readonly ReturnPath[]>();
    if (this.#best !== 'refused')
      for (const domain of new Set(messages.map(({ from }) => domainOf(from.address))))
        domains.set(domain, await this.#about.pathsOf(domain));
    return messages.map(({ from, envelopeId }) => {
      const paths = domains.get(domainOf(from.address))?.(envelopeId) ?? [];
      return paths.filter(({ kind }) => facts.indexOf(kind) >= best);
    });
  }

  /** Resolves to those that may have been refused for their return path; others have been answered. */
  async #send(indexes: readonly number[], round: number, sending: Sending): Promise<readonly number[]> {
    const { messages, watch, paths, handOvers } = sending;
    const again: number[] = [];
    const marked = indexes.map((index) => withReturnPath(messages[index]!, paths[index]![round]));
    const bound = watchOf(watch, indexes);
    const answered = (place: number, handOver: HandOver) => {
      const index = indexes[place]!;
      const isOurs = paths[index]![round] !== undefined;
      if (isOurs && refusesSender(handOver)) return void again.push(index);
      if (isOurs && round === 0 && handOver.kind === 'accepted') this.#found(paths[index]![0]!.kind, handOver.response);
      bound.answered(place, handOver);
    };
    const words = handOvers[indexes[0]!]?.response ?? '';
    const handed = await this.#mail.sendAll(marked, { ...bound, answered });
    for (const [place, index] of indexes.entries()) handOvers[index] = handed[place]!;
    // Only what is taken with another one shows that it was the return path to which the server objected.
    const taken = round === 0 ? -1 : handed.findIndex(({ kind }) => kind === 'accepted');
    if (taken !== -1) this.#found(paths[indexes[taken]!]![round]?.kind ?? 'refused', words);
    return again;
  }

  #found(fact: ReturnPathFact, words: string): void {
    if (facts.indexOf(fact) > facts.indexOf(this.#best)) this.#best = fact;
    else if (this.#known !== null) return;
    if (this.#known === fact) return;
    this.#known = fact;
    this.#about.found(fact, words);
  }
}

function withReturnPath(message: OutgoingMessage, path: ReturnPath | undefined): OutgoingMessage {
  return path ? { ...message, returnPath: path.address } : message;
}

/**
 * Whether the signature of the domain in From is all that mailbox providers ask for (RFC 9477, 3.1.1 and 3.1.2). To a host
 * elsewhere they report only with a signature of that host beside it (3.1.3), which nothing here gives.
 */
function isConfirmedBy(domain: string, host: string): boolean {
  const [from, to] = [domain.toLowerCase(), host.toLowerCase()];
  return to === from || to.endsWith(`.${from}`);
}

/**
 * Where mailbox providers report complaints about this message (RFC 9477, 4.1). Both the address and the ID name it, as
 * redacted reports do not; a report returns the ID (3.5), and nobody can guess it (3.3).
 */
function complaintHeaders(token: string, host: string): Readonly<Record<string, string>> {
  return { 'CFBL-Address': `${complaintPrefix}${token}@${host}; report=arf`, 'CFBL-Feedback-ID': token };
}

/** Its token is its envelope id. */
type NamedMessage = OutgoingMessage & { readonly envelopeId: string };

interface Sending {
  readonly messages: readonly NamedMessage[];
  readonly watch: Watch;
  readonly paths: readonly (readonly ReturnPath[])[];
  readonly handOvers: HandOver[];
}
