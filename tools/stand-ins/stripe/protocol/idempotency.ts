/** The same key never does something twice. https://docs.stripe.com/api/idempotent_requests */
import { createHash } from 'node:crypto';
import { Refusal } from './refusal.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Used {
  readonly request: string;
  readonly at: number;
  answer: Answer | null;
}

const KEPT_FOR_S = 24 * 3600;

export function createIdempotency() {
  const used = new Map<string, Used>();

  /** What was answered to this key before; null when it is new, and taken from now on. */
  function take(key: string, method: string, path: string, body: string, now: number): Answer | null {
    const request = createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex');
    const known = used.get(key);
    if (!known || known.at <= now - KEPT_FOR_S) {
      used.set(key, { request, at: now, answer: null });
      return null;
    }
    if (known.request !== request) throw new Refusal(400, { type: 'idempotency_error', message: otherRequest(key) });
    if (!known.answer)
      throw new Refusal(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message: inUse(key) });
    return known.answer;
  }

  return {
    take,
    answered: (key: string, answer: Answer): void => {
      const known = used.get(key);
      if (known) known.answer = answer;
    },
    /** Nothing was done, so the key may come again with anything. */
    release: (key: string): void => void used.delete(key),
  };
}

function otherRequest(key: string): string {
  return (
    `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a ` +
    `key other than '${key}' if you meant to execute a different request.`
  );
}

function inUse(key: string): string {
  return (
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted ` +
    `twice, and the other request is still going through): ${key}. Please try again later.`
  );
}
