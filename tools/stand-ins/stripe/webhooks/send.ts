import { signatureOf } from './signature.ts';

const PATIENCE_MS = 30_000;

/** The status of the answer; 0 when there was none. */
export async function sendSigned(url: string, content: unknown, secrets: readonly string[]): Promise<number> {
  const body = JSON.stringify(content, null, 2);
  // The time of the sending, not of a test clock, or it would be taken for a message of old.
  const signature = signatureOf(body, secrets, Math.floor(Date.now() / 1000));
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': signature,
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).then(
    (response) => response.status,
    () => 0,
  );
}
