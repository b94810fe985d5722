import type { AlignmentCause } from './alignment.ts';

interface ExplainedSource {
  readonly cause: AlignmentCause;
  readonly voucher: string | null;
  readonly networks: readonly string[];
}

/** What a source is called: who vouches for its messages, or where they came from. */
export function nameOfSource({ cause, voucher, networks }: ExplainedSource): string {
  if (voucher === null) return networks.length === 1 ? (networks[0] ?? 'Unknown') : `${networks.length} networks`;
  if (cause === 'path_elsewhere') return `Return path at ${voucher}`;
  return `Signed by ${voucher}`;
}

/** Why its messages fail, and what to do. `domain` is the one that the reports are about. */
export function explainSource(source: ExplainedSource, domain: string): string {
  const { voucher } = source;
  switch (source.cause) {
    case 'aligned':
      return `Authenticated as ${domain}. Nothing to do.`;
    case 'signed_elsewhere':
      return `These messages are signed by ${voucher}, not by ${domain}. If this is a service you use, set up domain authentication (DKIM) for ${domain} there.`;
    case 'path_elsewhere':
      return `SPF passes for ${voucher}, not for ${domain}, and there is no valid signature. If this is a service you use, set up DKIM or a return path at ${domain} there.`;
    case 'broken_signature':
      return `These messages were signed by ${domain}, but the signature did not verify. Forwarding and mailing lists often cause this; if you send from here yourself, check the DKIM record and key.`;
    case 'unauthenticated':
      return `Neither DKIM nor SPF passed. If you do not send from here, someone else is using ${domain} as a sender: a policy of quarantine or reject stops them. If you do, add this server to SPF or sign its messages.`;
  }
}

/** What receivers are asked to do with messages that fail (RFC 9989, 4.7). */
export function explainPolicy(policy: string): string {
  switch (policy) {
    case 'reject':
      return 'Receivers are asked to reject messages that fail.';
    case 'quarantine':
      return 'Receivers are asked to treat messages that fail as suspicious, usually as spam.';
    default:
      return 'Receivers are asked to deliver messages as usual and only report them.';
  }
}
