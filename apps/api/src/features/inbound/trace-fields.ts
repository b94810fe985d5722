import type { SMTPServerSession } from 'smtp-server';

/** How a mail came to us. */
export interface Trace {
  readonly mailFrom: string;
  readonly helo: string;
  readonly ip: string;
  /** Null where it came unencrypted. */
  readonly tls: string | null;
}

/** The mail with the fields that say how it came (RFC 5321, 4.4) in front. */
export function traced(raw: Buffer, session: SMTPServerSession): Buffer {
  const { envelope, remoteAddress, hostNameAppearsAs } = session;
  const mailFrom = envelope.mailFrom ? envelope.mailFrom.address : '';
  const way = `from ${word(hostNameAppearsAs || 'unknown')} ([${word(remoteAddress)}]) with ${protocolOf(session)}`;
  return Buffer.concat([Buffer.from(`Return-Path: <${word(mailFrom)}>\r\nReceived: ${way}\r\n`), raw]);
}

const ours = /^Return-Path: <(.*)>\r\nReceived: from (\S+) \(\[(\S*)\]\) with (?:ESMTPS (\S+)|ESMTP)\r\n/;

/** Takes those fields off again; null for a mail that has none. */
export function untraced(raw: Buffer): { readonly trace: Trace; readonly message: Buffer } | null {
  const found = ours.exec(raw.subarray(0, 2_000).toString('utf8'));
  if (!found) return null;
  const [fields, mailFrom = '', helo = '', ip = '', tls = null] = found;
  return { trace: { mailFrom, helo, ip, tls }, message: raw.subarray(Buffer.byteLength(fields)) };
}

function protocolOf({ secure, tlsOptions }: SMTPServerSession): string {
  if (!secure) return 'ESMTP';
  // smtp-server puts the cipher of the session there, with the protocol as its version.
  const version = tlsOptions && 'version' in tlsOptions ? String(tlsOptions.version) : 'TLS';
  return `ESMTPS ${word(version)}`;
}

/** Said by the other side: nothing of it may end the field. */
function word(text: string): string {
  return text.replaceAll(/[^\x21-\x7e\u00a1-\uffff]/g, '').slice(0, 300);
}
