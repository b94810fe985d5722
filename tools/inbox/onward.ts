import { createTransport } from 'nodemailer';
import { bounceOf } from './faults.ts';
import type { Message } from './message.ts';

/** The listener of EngageX itself, and the host whose mail it takes. */
export interface Onward {
  readonly host: string;
  readonly port: number;
}

/**
 * What a mail server does besides keeping mail: it passes on what is for EngageX's own host, and sends a bounce (RFC 3464) to
 * MAIL FROM for what it cannot deliver. Both go to the listener; nothing else leaves the machine.
 */
export async function passOn({ from, to, raw }: Omit<Message, 'id'>, { host, port }: Onward): Promise<void> {
  const send = (mailFrom: string, recipient: string, mail: Buffer) =>
    createTransport({ host: '127.0.0.1', port, name: 'inbox.localhost', tls: { rejectUnauthorized: false } }).sendMail({
      envelope: { from: mailFrom, to: recipient },
      raw: mail,
    });
  const bounce = async (recipient: string, status: string, words: string) => {
    if (from === '') return; // a bounce is never answered by another
    await send('', from, bounceMail({ recipient, status, words, raw })).catch(() => {}); // the sender's own mailbox is nowhere
  };
  for (const recipient of to) {
    const asked = bounceOf(recipient);
    if (asked) await bounce(recipient, asked.status, asked.words);
    if (!recipient.toLowerCase().endsWith(`@${host}`)) continue;
    try {
      await send(from, recipient, raw);
    } catch (error) {
      const words = error instanceof Error && 'response' in error ? String(error.response) : '';
      // Not reached, or told to come later: a laptop that restarts keeps no queue.
      if (words.startsWith('5')) await bounce(recipient, /\b5\.\d\.\d+\b/.exec(words)?.[0] ?? '5.0.0', words);
    }
  }
}

interface Bounced {
  readonly recipient: string;
  readonly status: string;
  readonly words: string;
  readonly raw: Buffer;
}

function bounceMail({ recipient, status, words, raw }: Bounced): Buffer {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.toString('latin1', 0, end === -1 ? raw.length : end);
  const lines = [
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'From: Mail Delivery System <MAILER-DAEMON@inbox.localhost>',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="bounce"',
    '',
    '--bounce',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Your message could not be delivered to <${recipient}>: ${words}`,
    '',
    '--bounce',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; inbox.localhost',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
    '',
    '--bounce',
    'Content-Type: text/rfc822-headers',
    '',
    headers,
    '',
    '--bounce--',
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
