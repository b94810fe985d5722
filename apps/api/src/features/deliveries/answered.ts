import type { Receiver } from '@engagex/domain/transports';
import type { HandOver } from '../../ports/mail.ts';
import type { Answers } from '../transports/index.ts';

/** What was heard of the messages of one batch, by receiver. Those that never left do not count. */
export class Answered {
  readonly byReceiver = new Map<Receiver, Answers>();

  note(receiver: Receiver, { kind, response }: HandOver): void {
    if (kind === 'unreachable' || kind === 'refused' || kind === 'withheld') return;
    const answers = this.byReceiver.get(receiver) ?? { handed: 0, deferred: 0, words: '' };
    answers.handed += 1;
    if (kind === 'deferred') {
      answers.deferred += 1;
      answers.words = response;
    }
    this.byReceiver.set(receiver, answers);
  }

  /** How many were handed over to each, these included: they are not answered. */
  handedWith(unanswered: Iterable<Receiver>): ReadonlyMap<Receiver, number> {
    const counts = new Map([...this.byReceiver].map(([receiver, { handed }]) => [receiver, handed]));
    for (const receiver of unanswered) counts.set(receiver, (counts.get(receiver) ?? 0) + 1);
    return counts;
  }
}
