import type { Request } from 'express';
import { DomainError } from '@engagex/domain/shared';
import type { ChallengeUse } from '../session/session.ts';

const goodForMs = 5 * 60_000;

/** Keeps the question a passkey has to answer in the session, where the browser cannot choose it. */
export function keepChallenge(request: Request, options: Record<string, unknown>, use: ChallengeUse): void {
  request.session.challenge = { value: String(options['challenge']), use, since: Date.now() };
}

/** The question, once: whoever answers, rightly or not, gets a new one for the next try. */
export function takeChallenge(request: Request, use: ChallengeUse): string {
  const { challenge } = request.session;
  delete request.session.challenge;
  if (challenge?.use === use && Date.now() - challenge.since < goodForMs) return challenge.value;
  throw new DomainError('invalid', 'passkey.too-late', 'This took too long. Try again.');
}
