import type { HandOver } from '../../ports/mail.ts';
import { type Reply, textOf } from './replies.ts';

export type Step = 'mail' | 'rcpt' | 'data' | 'dot';

/** The account is not allowed to send: RFC 4954 (530, 535) and what servers say of credentials that ended. */
const refusesUs = new Set([530, 534, 535, 538]);

/** What a negative reply means for the message it was given for. */
export function handOverOf(step: Step, reply: Reply): HandOver {
  const response = textOf(reply);
  const { code } = reply;
  if (step !== 'dot' && refusesUs.has(code)) return { kind: 'refused', response };
  if (code >= 400 && code < 500) return { kind: 'deferred', response };
  // RFC 5321, 4.5.3.1.10: an older way of saying that there are too many recipients.
  if (step === 'rcpt' && code === 552) return { kind: 'deferred', response };
  // Nobody can be mailed from this sender until that is fixed; that a message is too large is about the message.
  if (step === 'mail' && code !== 552 && code !== 523) return { kind: 'refused', response };
  return { kind: 'rejected', response };
}
