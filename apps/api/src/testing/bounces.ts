/** A bounce as Postfix writes it (RFC 3464). */
export function bounceMail({
  to,
  status,
  words,
}: {
  readonly to: string;
  readonly status: string;
  readonly words: string;
}): string {
  return lines(
    'Date: Mon, 30 Nov 2026 04:00:00 +0000',
    'From: MAILER-DAEMON@mx.example.com (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    `Message-ID: <${to}@mx.example.com>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    `<${to}>: host mx.example.com said: ${words}`,
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    `Final-Recipient: rfc822; ${to}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'From: hello@shop.example',
    `To: ${to}`,
    'Subject: A sale',
    '',
    '--b--',
  );
}

/** An abuse report (RFC 5965). */
export function complaintMail({ to, messageId }: { readonly to: string; readonly messageId: string }): string {
  return lines(
    'From: fbl@mailbox.example',
    'Subject: FW: A sale',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: SomeGenerator/1.0',
    'Version: 1',
    `Original-Rcpt-To: ${to}`,
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: hello@shop.example',
    `To: ${to}`,
    `Message-ID: ${messageId}`,
    'Subject: A sale',
    '',
    'Hello',
    '--b--',
  );
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\r\n`).join('');
}
