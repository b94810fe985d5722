/** The result types of RFC 8460, 4.3, in words. */
const words: Readonly<Record<string, string>> = {
  'starttls-not-supported': 'Your mail server did not offer encryption (STARTTLS).',
  'certificate-host-mismatch': 'The certificate of your mail server is for another host name.',
  'certificate-expired': 'The certificate of your mail server has expired.',
  'certificate-not-trusted': 'The certificate of your mail server is not from an authority that senders trust.',
  'validation-failure': 'The connection to your mail server could not be verified; the report does not say why.',
  'tlsa-invalid': 'A TLSA record (DANE) of your mail server does not match its certificate.',
  'dnssec-invalid': 'The DNSSEC signatures of your mail server’s records are not valid.',
  'dane-required': 'The sender requires DANE, and your domain has no usable TLSA records.',
  'sts-policy-fetch-error': 'The MTA-STS policy file could not be fetched.',
  'sts-policy-invalid': 'The MTA-STS policy file is not valid.',
  'sts-webpki-invalid': 'The certificate of the host that serves the MTA-STS policy file is not valid.',
};

/** What a sender ran into when it connected to the mail server of a domain. */
export function explainTlsFailure(type: string): string {
  return words[type] ?? `The sender reported “${type}”.`;
}
