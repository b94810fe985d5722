/**
 * Signs events the way SendGrid's Event Webhook does: ECDSA on P-256 over the time and the bytes of the body, which ends
 * with a line break. https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface SignedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An event as SendGrid writes it, as far as it matters here. */
export interface SendGridEvent {
  readonly event: string;
  readonly email: string;
  readonly sg_event_id: string;
  readonly timestamp: number;
  readonly [name: string]: unknown;
}

export function startSigning() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signBody = (body: string, timestamp = String(Math.floor(Date.now() / 1_000))): SignedRequest => ({
    body,
    headers: {
      'content-type': 'application/json',
      'x-twilio-email-event-webhook-timestamp': timestamp,
      'x-twilio-email-event-webhook-signature': sign('sha256', Buffer.from(timestamp + body), privateKey).toString(
        'base64',
      ),
    },
  });
  return {
    /** As SendGrid shows it. */
    verificationKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    signBody,
    sign: (events: readonly SendGridEvent[]) => signBody(`${JSON.stringify(events)}\r\n`),
  };
}

/** An event about a message of ours. */
export function sendGridEvent(
  event: string,
  deliveryId: string,
  more: Readonly<Record<string, unknown>> = {},
): SendGridEvent {
  return {
    email: 'ada@example.com',
    event,
    sg_event_id: randomBytes(16).toString('base64url'),
    sg_message_id: `${randomBytes(11).toString('base64url')}.filter0001.1.2-0`,
    'smtp-id': `<${deliveryId}@shop.example>`,
    delivery_id: deliveryId,
    timestamp: Math.floor(Date.now() / 1_000),
    ...more,
  };
}
