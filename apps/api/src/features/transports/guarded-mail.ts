import {
  type HandOver,
  Mail,
  type OutgoingMessage,
  type SigningKey,
  unwatched,
  type Watch,
  withheld,
} from '../../ports/mail.ts';

/** What a transport is to do with messages of a sender: not to send them, for a reason, or to sign them if it has a key. */
export interface SenderCheck {
  readonly problem: string | null;
  readonly key: SigningKey | null;
}

/**
 * A transport that never gets a message it must not send, and signs with the key of the sender's domain. Campaigns and
 * messages are refused long before; this holds when settings changed since, and wherever somebody forgets to look.
 */
export class GuardedMail extends Mail {
  readonly #mail: Mail;
  readonly #check: (address: string) => Promise<SenderCheck>;

  constructor(mail: Mail, check: (address: string) => Promise<SenderCheck>) {
    super();
    this.#mail = mail;
    this.#check = check;
  }

  async sendAll(messages: readonly OutgoingMessage[], watch = unwatched): Promise<HandOver[]> {
    const checks = await this.#checksOf(messages);
    if (!checks) {
      for (const index of messages.keys()) watch.answered(index, withheld); // nobody knows now; nothing has left
      return messages.map(() => withheld);
    }
    const signed = messages.map((message): OutgoingMessage => {
      const key = checks.get(message.from.address)?.key;
      return key ? { ...message, signWith: key } : message;
    });
    const problems = messages.map(({ from }) => checks.get(from.address)?.problem ?? null);
    if (problems.every((problem) => problem === null)) return this.#mail.sendAll(signed, watch);
    const handOvers = problems.map((problem): HandOver => ({ kind: 'refused', response: problem ?? '' }));
    for (const [index, problem] of problems.entries()) if (problem !== null) watch.answered(index, handOvers[index]!);
    const carried = [...problems.keys()].filter((index) => problems[index] === null);
    const handed = await this.#mail.sendAll(
      carried.map((index) => signed[index]!),
      watchOf(watch, carried),
    );
    for (const [place, index] of carried.entries()) handOvers[index] = handed[place]!;
    return handOvers;
  }

  close(): Promise<void> {
    return this.#mail.close();
  }

  /** Messages that go out together mostly have one sender. Null when the database could not be asked. */
  async #checksOf(messages: readonly OutgoingMessage[]): Promise<ReadonlyMap<string, SenderCheck> | null> {
    const checks = new Map<string, SenderCheck>();
    try {
      for (const { from } of messages)
        if (!checks.has(from.address)) checks.set(from.address, await this.#check(from.address));
      return checks;
    } catch {
      return null;
    }
  }
}

/** The same watch for some of its messages, which have indexes of their own. */
function watchOf(watch: Watch, indexes: readonly number[]): Watch {
  return {
    party: watch.party,
    isWanted: () => watch.isWanted(),
    leave: (places) => watch.leave(places.map((place) => indexes[place]!)),
    begun: (place) => watch.begun(indexes[place]!),
    answered: (place, handOver) => watch.answered(indexes[place]!, handOver),
  };
}
