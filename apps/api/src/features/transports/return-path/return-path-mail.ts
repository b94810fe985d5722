import { domainOf } from '@engagex/domain/shared';
import { type HandOver, Mail, type OutgoingMessage, unwatched, type Watch } from '../../../ports/mail.ts';
import { watchOf } from '../watch-of.ts';
import { complaintPrefix, type ReturnPathTokens } from './return-path-tokens.ts';
import { refusesSender } from './refuses-sender.ts';

interface About {
  readonly tokens: ReturnPathTokens;
  /** Where bounces for this sending domain go; null for nowhere of ours. */
  readonly hostOf: (domain: string) => Promise<string | null>;
  /** What is known of the transport. */
  readonly known: 'verp' | 'refused' | null;
  /** It turned out. */
  readonly found: (fact: 'verp' | 'refused', words: string) => void;
}

/**
 * Gives messages a return path of ours, by which bounces are told apart, and an address of ours for complaints. Some mail servers let nobody send under an
 * address they do not know: what such a server refuses is handed over once more with the sender's own address, and once
 * that is taken, so is everything else.
 */
export class ReturnPathMail extends Mail {
  readonly #mail: Mail;
  readonly #about: About;
  #isRefused: boolean;
  #isKnown: boolean;

  constructor(mail: Mail, about: About) {
    super();
    this.#mail = mail;
    this.#about = about;
    this.#isRefused = about.known === 'refused';
    this.#isKnown = about.known !== null;
  }

  async sendAll(messages: readonly OutgoingMessage[], watch: Watch = unwatched): Promise<HandOver[]> {
    const marked = await this.#marked(messages);
    const again: number[] = [];
    const answered = (index: number, handOver: HandOver) => {
      const isOurs = marked[index]?.returnPath !== undefined;
      if (isOurs && refusesSender(handOver)) return void again.push(index);
      if (isOurs && handOver.kind === 'accepted') this.#found('verp', handOver.response);
      watch.answered(index, handOver);
    };
    const handOvers = await this.#mail.sendAll(marked, { ...boundTo(watch), answered });
    if (again.length > 0) await this.#sendAgain(marked, again, { handOvers, watch });
    return handOvers;
  }

  close(): Promise<void> {
    return this.#mail.close();
  }

  async #marked(messages: readonly OutgoingMessage[]): Promise<readonly OutgoingMessage[]> {
    const { tokens, hostOf } = this.#about;
    const hosts = new Map<string, string | null>();
    for (const domain of new Set(messages.map(({ from }) => domainOf(from.address))))
      hosts.set(domain, await hostOf(domain));
    return messages.map((message) => {
      const envelopeId = tokens.tokenFor(message.deliveryId);
      const host = hosts.get(domainOf(message.from.address));
      if (!host) return { ...message, envelopeId };
      const headers = { ...message.headers, 'CFBL-Address': complaintAddress(envelopeId, host) };
      return { ...message, envelopeId, headers, ...(!this.#isRefused && { returnPath: `${envelopeId}@${host}` }) };
    });
  }

  /** Only what is taken from the sender's own address shows that it was ours to which the server objected. */
  async #sendAgain(
    messages: readonly OutgoingMessage[],
    indexes: readonly number[],
    { handOvers, watch }: { handOvers: HandOver[]; watch: Watch },
  ): Promise<void> {
    const words = handOvers[indexes[0]!]?.response ?? '';
    const plain = indexes.map((index) => {
      const { returnPath: _, ...message } = messages[index]!;
      return message;
    });
    const handed = await this.#mail.sendAll(plain, watchOf(watch, indexes));
    for (const [place, index] of indexes.entries()) handOvers[index] = handed[place]!;
    if (!handed.some(({ kind }) => kind === 'accepted')) return;
    this.#isRefused = true;
    this.#found('refused', words);
  }

  #found(fact: 'verp' | 'refused', words: string): void {
    if (this.#isKnown && fact === 'verp') return;
    this.#isKnown = true;
    if (this.#about.known !== fact) this.#about.found(fact, words);
  }
}

/** Where mailbox providers report complaints about this message (RFC 9477, 3.1); the address names it, as redacted reports do not. */
function complaintAddress(token: string, host: string): string {
  return `${complaintPrefix}${token}@${host}; report=arf`;
}

function boundTo(watch: Watch): Watch {
  return {
    party: watch.party,
    isWanted: () => watch.isWanted(),
    leave: (indexes) => watch.leave(indexes),
    begun: (index) => watch.begun(index),
    answered: (index, handOver) => watch.answered(index, handOver),
  };
}
