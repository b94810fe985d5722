import { type HandOver, Mail, type OutgoingMessage } from '../../ports/mail.ts';

/**
 * A transport that is handed nothing it must not carry. Campaigns and messages are refused long before; this holds when
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

  async sendAll(messages: readonly OutgoingMessage[]): Promise<HandOver[]> {
    const problems = messages.map(({ from }) => this.#problemWith(from.address));
    if (problems.every((problem) => problem === null)) return this.#mail.sendAll(messages);
    const handed = await this.#mail.sendAll(messages.filter((_, index) => problems[index] === null));
    const answers = handed.values();
    return problems.map((problem): HandOver => {
      if (problem !== null) return { kind: 'refused', response: problem };
      const { value } = answers.next();
      if (!value) throw new Error('A transport said nothing about a message.');
      return value;
    });
  }

  close(): Promise<void> {
    return this.#mail.close();
  }

  #problemWith(address: string): string | null {
    if (this.#known?.address !== address) this.#known = { address, problem: this.#whyNot(address) };
    return this.#known.problem;
  }
}
