import type { MailboxProvider } from '@engagex/domain/transports';
import type { HandOver } from '../../ports/mail.ts';
import type { Answers } from '../transports/index.ts';

/** Certainly not handed over, and not for anything about the message. */
export function hasNotLeft(kind: HandOver['kind']): boolean {
  return kind === 'unreachable' || kind === 'refused' || kind === 'withheld';
}

/** The answers to the messages of one batch, by mailbox provider. Those that never left do not count. */
export class Answered {
  readonly byMailboxProvider = new Map<MailboxProvider, Answers>();

  note(mailboxProvider: MailboxProvider, { kind, response }: HandOver): void {
    if (hasNotLeft(kind)) return;
    const answers = this.byMailboxProvider.get(mailboxProvider) ?? { handed: 0, deferred: 0, words: '' };
    answers.handed += 1;
    if (kind === 'deferred') {
      answers.deferred += 1;
      answers.words = response;
    }
    this.byMailboxProvider.set(mailboxProvider, answers);
  }

  /** How many were handed over to each, these included: they are not answered. */
  handedWith(unanswered: Iterable<MailboxProvider>): ReadonlyMap<MailboxProvider, number> {
    const counts = new Map(
      [...this.byMailboxProvider].map(([mailboxProvider, { handed }]) => [mailboxProvider, handed]),
    );
    for (const mailboxProvider of unanswered) counts.set(mailboxProvider, (counts.get(mailboxProvider) ?? 0) + 1);
    return counts;
  }
}
