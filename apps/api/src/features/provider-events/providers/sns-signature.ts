import { verify, X509Certificate } from 'node:crypto';

/** What Amazon SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export interface SnsMessage {
  readonly Type: string;
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Message: string;
  readonly Timestamp: string;
  readonly SignatureVersion: string;
  readonly Signature: string;
  readonly SigningCertURL: string;
  readonly Subject?: string | undefined;
  readonly Token?: string | undefined;
  readonly SubscribeURL?: string | undefined;
}

const algorithms: ReadonlyMap<string, string> = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
]);
const ofNotification = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
const ofSubscription = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

const host = String.raw`sns\.([a-z]{2}(?:-[a-z]+)+-\d{1,2})\.amazonaws\.com(\.cn)?`;
const certificateUrl = new RegExp(`^https://${host}/SimpleNotificationService-[A-Za-z0-9]{1,64}\\.pem$`);
const confirmationUrl = new RegExp(`^https://${host}/\\?Action=ConfirmSubscription&`);

/** Whether a certificate at this URL can be trusted to be that of Amazon SNS in the region of the topic. */
export function isCertificateUrl(url: string, topicArn: string): boolean {
  return isOfRegion(certificateUrl.exec(url), topicArn);
}

/** Whether a subscription of the topic is confirmed by fetching this URL, and nothing else is fetched. */
export function isConfirmationUrl(url: string, topicArn: string): boolean {
  return isOfRegion(confirmationUrl.exec(url), topicArn);
}

/** Whether SNS signed the message: signature versions 1 and 2. False for whatever is no signature or certificate. */
export function isSignedBySns(message: SnsMessage, certificate: string, now: Date): boolean {
  const algorithm = algorithms.get(message.SignatureVersion);
  const signature = Buffer.from(message.Signature, 'base64');
  if (!algorithm || signature.length === 0 || signature.toString('base64') !== message.Signature) return false;
  try {
    const { publicKey, validFrom, validTo } = new X509Certificate(certificate);
    if (publicKey.asymmetricKeyType !== 'rsa' || new Date(validFrom) > now || new Date(validTo) < now) return false;
    return verify(algorithm, Buffer.from(signedText(message), 'utf8'), publicKey, signature);
  } catch {
    return false;
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html */
export function signedText(message: SnsMessage): string {
  const names = message.Type === 'Notification' ? ofNotification : ofSubscription;
  return names.map((name) => (message[name] === undefined ? '' : `${name}\n${message[name]}\n`)).join('');
}

function isOfRegion(match: RegExpExecArray | null, topicArn: string): boolean {
  return match !== null && topicArn.split(':')[3] === match[1];
}
