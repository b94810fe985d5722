import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** The key as SendGrid shows it: SubjectPublicKeyInfo in base64. Null when it is not of ECDSA on P-256. */
export function sendGridKey(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}

interface Signed {
  readonly key: KeyObject;
  /** In base64, of a DER sequence: the header X-Twilio-Email-Event-Webhook-Signature. */
  readonly signature: string;
  /** As it stands in the header X-Twilio-Email-Event-Webhook-Timestamp; how old it may be, SendGrid does not say. */
  readonly timestamp: string;
  /** Every byte, with the line break that SendGrid puts at its end. */
  readonly body: Buffer;
}

/**
 * Whether SendGrid signed this: ECDSA with SHA-256 over the time and the body, byte for byte. JSON that says the same in other
 * bytes was not signed. False for whatever is no signature.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export function isSignedBySendGrid({ key, signature, timestamp, body }: Signed): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== signature) return false; // Node skips what is no base64
  try {
    return verify(
      'sha256',
      Buffer.concat([Buffer.from(timestamp, 'latin1'), body]),
      { key, dsaEncoding: 'der' },
      bytes,
    );
  } catch {
    return false;
  }
}
