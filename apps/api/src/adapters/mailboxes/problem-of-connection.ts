import { MailboxError } from '../../ports/mailboxes.ts';

const timeouts = new Set([
  'CONNECT_TIMEOUT',
  'GREETING_TIMEOUT',
  'UPGRADE_TIMEOUT',
  'ETIMEOUT',
  'ETIMEDOUT',
  'LockTimeout',
]);
/** What Node says of certificates. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const certificates = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_CERT_)/;
const encryption = /^(?:EPROTO|ERR_SSL_|ERR_TLS_|STARTTLS_INJECTION)/;
const network = /^(?:ECONN|EHOST|ENET|EADDR|EPIPE|EAI_|EConnectionClosed|NoConnection|ClosedAfterConnect)/;

/** What the network, TLS or a library says, as a problem of a mailbox. */
export function problemOfConnection(error: unknown): MailboxError {
  if (error instanceof MailboxError) return error;
  const { code = '', message = '' } = error as { code?: string; message?: string }; // whatever was thrown
  const words = message.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  if (timeouts.has(code)) return new MailboxError('timeout', '', error);
  if (certificates.test(code)) return new MailboxError('certificate', words, error);
  if (encryption.test(code)) return new MailboxError('encryption', words, error);
  if (network.test(code)) return new MailboxError('unreachable', words, error);
  return new MailboxError('protocol', words, error);
}
