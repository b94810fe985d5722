import type { HandOver } from '../../../ports/mail.ts';

/**
 * What servers say of a return path that is not their user's: enhanced codes of the sender's address (RFC 3463, 3.2: 5.1.7,
 * 5.1.8) and, for those who answer with a policy code or none, the words of Postfix, Exim, Exchange, Sendmail and of
 * services that have addresses confirmed. They may say so only at RCPT TO or after the message.
 */
const saysSender = [
  /\b5\.1\.[78]\b/,
  /\bsender\b.{0,120}\b(rejected|refused|denied|not (allowed|owned|permitted|authori[sz]ed|verified|valid))\b/i,
  /\b(not (allowed|permitted|authori[sz]ed)|have permissions?) to (send|relay)\b.{0,60}\b(as|from|for)\b/i,
  /\b(from|envelope|return[ -]path)\b.{0,80}\bnot (allowed|owned|permitted|authori[sz]ed|verified|valid)\b/i,
  /\baddress is not verified\b/i,
  /\bSendAsDenied\b/i,
];

/** The account is refused, or the session (RFC 4954). */
const aboutAccount = /^(530|534|535|538)\b/;

/**
 * Whether a server may object to the address in MAIL FROM rather than to the recipient or the message. What it refuses
 * altogether may be just that, whatever its words.
 */
export function refusesSender({ kind, response }: HandOver): boolean {
  if (kind === 'refused') return !aboutAccount.test(response);
  return kind === 'rejected' && saysSender.some((words) => words.test(response.slice(0, 500)));
}
