import { type OurMarks, readMail, type ReadMail } from '../index.ts';

/** Our return path is `b-<id>@…`, our Message-IDs `<id>@shop.example`, our envelope ids `env-<id>`. */
export const marks: OurMarks = {
  readToken: (localPart) => /^b-([a-z0-9]+)$/i.exec(localPart)?.[1]?.toLowerCase() ?? null,
  readMessageId: (messageId) => /^([a-z0-9]+)@shop\.example$/.exec(messageId)?.[1] ?? null,
  readEnvelopeId: (envelopeId) => /^env-([a-z0-9]+)$/.exec(envelopeId)?.[1] ?? null,
};

export function readText(text: string, envelopeTo: readonly string[] = []): ReadMail {
  return readMail({ raw: Buffer.from(text), envelopeTo }, marks);
}

/** The message that comes back in most samples. */
export const original = `Return-Path: <b-one@bounces.shop.example>
Received: from app.shop.example by mx.shop.example; Mon, 2 Mar 2026 10:00:00 +0000
From: Shop <news@shop.example>
To: ada@example.org
Subject: Spring
Message-ID: <one@shop.example>
Date: Mon, 2 Mar 2026 10:00:00 +0000
MIME-Version: 1.0`;

/** A mail by a mail system in its own words. */
export function notice(text: string, headers = ''): string {
  return `Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: b-one@bounces.shop.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <notice-1@mx.example.org>
${headers}
${text}`.replace(/\n{3,}/, '\n\n');
}

interface ReportParts {
  readonly text?: string;
  readonly status: string;
  readonly returned?: string;
  readonly statusHeaders?: string;
  readonly headers?: string;
}

/** A report in parts (RFC 6522). */
export function report({
  text = 'It was not delivered.',
  status,
  returned,
  statusHeaders,
  headers,
}: ReportParts): string {
  return `Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: b-one@bounces.shop.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <report-1@mx.example.org>
MIME-Version: 1.0
${headers ?? 'Content-Type: multipart/report; report-type=delivery-status;\n\tboundary="=_b1/mx"'}

This is a MIME-encapsulated message.

--=_b1/mx
Content-Type: text/plain; charset=us-ascii

${text}

--=_b1/mx
${statusHeaders ?? 'Content-Type: message/delivery-status'}

${status}

--=_b1/mx
Content-Type: message/rfc822

${returned ?? `${original}\n\nHello Ada`}

--=_b1/mx--
`;
}
