import { createHmac } from 'node:crypto';

/** `Stripe-Signature`. https://docs.stripe.com/webhooks#verify-manually */
export function signatureOf(body: string, secrets: readonly string[], at: number): string {
  const signatures = secrets.map((secret) => createHmac('sha256', secret).update(`${at}.${body}`).digest('hex'));
  return [`t=${at}`, ...signatures.map((signature) => `v1=${signature}`)].join(',');
}
