import { type HandOver, Mail, type OutgoingMessage, unwatched } from '../../ports/mail.ts';
import { watchOf } from './watch-of.ts';

/**
 * A transport that never gets a message it must not send. Campaigns and messages are refused long before; this holds when
 * the operator's settings changed since, and wherever somebody forgets to look.
 */
export class GuardedMail extends Mail {
  readonly #mail: Mail;
  readonly #whyNot: (address: string) => string | null;
  /** Messages that go out together mostly have one sender. */
  #known: { address: string; problem: string | null } | null = null;

  constructor(mail: Mail, whyNot: (address: string) => string | null) {
    super();
    this.#mail = mail;
    this.#whyNot = whyNot;
  }

  async sendAll(messages: readonly OutgoingMessage[], watch = unwatched): Promise<HandOver[]> {
    const problems = messages.map(({ from }) => this.#problemWith(from.address));
    if (problems.every((problem) => problem === null)) return this.#mail.sendAll(messages, watch);
    const handOvers = problems.map((problem): HandOver => ({ kind: 'refused', response: problem ?? '' }));
    for (const [index, problem] of problems.entries()) if (problem !== null) watch.answered(index, handOvers[index]!);
    const carried = [...problems.keys()].filter((index) => problems[index] === null);
    const handed = await this.#mail.sendAll(
      carried.map((index) => messages[index]!),
      watchOf(watch, carried),
    );
    for (const [place, index] of carried.entries()) handOvers[index] = handed[place]!;
    return handOvers;
  }

  close(): Promise<void> {
    return this.#mail.close();
  }

  #problemWith(address: string): string | null {
    if (this.#known?.address !== address) this.#known = { address, problem: this.#whyNot(address) };
    return this.#known.problem;
  }
}
