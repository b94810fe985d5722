import { expect, test } from 'vitest';
import { samples } from './testing/families.ts';
import { original, readText } from './testing/mails.ts';

const bounceText = (samples[0]?.text ?? '').replace('<copy>', original);
const quoted = bounceText.replace(/^/gm, '> ');

function mail(headers: string, body: string): string {
  return `From: Ada Lovelace <ada@example.org>
To: b-one@bounces.shop.example
Message-ID: <reply@example.org>
${headers}

${body}`;
}

test.each([
  ['Auto-Submitted', 'Subject: Spring\nAuto-Submitted: auto-replied'],
  [
    'Auto-Submitted with the null sender',
    'Return-Path: <>\nSubject: Re: Spring\nAuto-Submitted: auto-replied (vacation)',
  ],
  ['X-Autoreply', 'Subject: Spring\nX-Autoreply: yes'],
  ['X-Autorespond', 'Subject: Spring\nX-Autorespond: Spring'],
  ['Precedence', 'Subject: Spring\nPrecedence: auto_reply'],
  ['Exchange', 'Subject: Automatic reply: Spring\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All'],
  ['English', 'Subject: Out of Office: Spring'],
  ['German', 'Subject: Automatische Antwort: Spring'],
  ['German, encoded', 'Subject: =?utf-8?Q?Abwesenheitsnotiz=3A_Fr=C3=BChling?='],
  ['French', 'Subject: =?iso-8859-1?Q?R=E9ponse_automatique_=3A_Spring?='],
  ['Spanish', 'Subject: Respuesta automática: Spring'],
  ['Portuguese', 'Subject: Resposta automática: Spring'],
  ['Italian', 'Subject: Risposta automatica: Spring'],
  ['Dutch', 'Subject: Automatisch antwoord: Spring'],
  ['Polish', 'Subject: Automatyczna odpowiedź: Spring'],
  ['Russian', 'Subject: =?utf-8?B?0JDQstGC0L7QvNCw0YLQuNGH0LXRgdC60LjQuSDQvtGC0LLQtdGC?='],
  ['Japanese', 'Subject: =?utf-8?B?6Ieq5YuV5b+c562U?='],
  ['a reply of it', 'Subject: Re: Out of office: Spring'],
])('an automatic reply is no bounce, even one that quotes a bounce: %s', (_, headers) => {
  for (const body of ['I am away until Monday. My colleague is bob@example.org.', `I am away.\n\n${bounceText}`])
    expect(readText(mail(headers, body))).toMatchObject({ kind: 'auto_reply', reports: [], deliveryId: 'one' });
});

test.each([
  [
    'Boxbe',
    'Subject: Spring (Action Required)',
    'This message was held. Your message to ada@example.org was not delivered. Click here to be added to the guest list by Boxbe.',
  ],
  [
    'a request to confirm',
    'Return-Path: <>\nSubject: Please confirm your message',
    'Your message could not be delivered yet: ada@example.org only accepts mail from approved senders. Please confirm your message.',
  ],
  [
    'TMDA',
    'X-TMDA-Fingerprint: abc\nSubject: Please confirm (Spring)',
    'This message was created automatically by mail delivery software. Your message is being held because the address ada@example.org...',
  ],
])('a challenge is no bounce: %s', (_, headers, body) => {
  expect(readText(mail(headers, body))).toMatchObject({ kind: 'challenge', reports: [] });
});

test('a challenge in the form of a delivery status is no bounce; the report of a mail server that met with one is', () => {
  const text = `Return-Path: <guests@boxbe.example>
Subject: Re: Spring (Action Required)
Content-Type: multipart/report; report-type=delivery-status; boundary="cr"

--cr
Content-Type: text/plain

Your message has been put on a waiting list. Click here to be added to the guest list by Boxbe.

--cr
Content-Type: message/delivery-status

Reporting-MTA: dns; boxbe.example

Final-Recipient: rfc822; ada@example.org
Action: failed
Status: 4.7.0
Diagnostic-Code: X-Boxbe-Notice; Sender not approved yet

--cr--`;
  const challenge = mail(text.slice(0, text.indexOf('\n\n')), text.slice(text.indexOf('\n\n') + 2));
  expect(readText(challenge)).toMatchObject({ kind: 'challenge', reports: [] });
  const byServer = challenge.replace(/^From: .*$/m, 'From: MAILER-DAEMON@mx.example.org');
  expect(readText(byServer)).toMatchObject({ kind: 'dsn', reports: [{ address: 'ada@example.org' }] });
  expect(readText(challenge.replace('4.7.0', '5.1.1'))).toMatchObject({ kind: 'dsn' });
});

test('a read receipt is no bounce, whatever it says became of the message', () => {
  const text = mail(
    'Return-Path: <>\nSubject: Not read: Spring\nContent-Type: multipart/report; report-type=disposition-notification; boundary="mdn"',
    '--mdn\nContent-Type: text/plain\n\nYour message was deleted without being read.\n\n--mdn\nContent-Type: message/disposition-notification\n\nReporting-UA: mail.example.org\nFinal-Recipient: rfc822;ada@example.org\nOriginal-Message-ID: <one@shop.example>\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--mdn--',
  );
  expect(readText(text)).toMatchObject({ kind: 'read_receipt', reports: [] });
});

test.each([
  [
    'a person who quotes a bounce',
    'Subject: Re: Undelivered Mail Returned to Sender',
    `Hi, what is this?\n\nAda wrote:\n${quoted}`,
  ],
  [
    'a person who forwards a bounce in the text',
    'Subject: Fwd: Undelivered Mail Returned to Sender\nUser-Agent: Mail/1.0',
    bounceText,
  ],
  ['a person who pastes a bounce under its subject', 'Subject: Undelivered Mail Returned to Sender', bounceText],
  [
    'a person who writes about delivery',
    'Subject: Delivery failure',
    'Your parcel could not be delivered to ada@example.org. User unknown!',
  ],
  [
    'a person who forwards a bounce as an attachment',
    'Subject: Fwd: failure notice\nContent-Type: multipart/mixed; boundary="fw"',
    `--fw\nContent-Type: text/plain\n\nSee attached.\n\n--fw\nContent-Type: message/rfc822\n\nReturn-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nSubject: failure notice\n\n${bounceText}\n\n--fw--`,
  ],
  [
    'a person who attaches a delivery status',
    'Subject: Re: strange mail\nContent-Type: multipart/mixed; boundary="fw"',
    '--fw\nContent-Type: text/plain\n\nSee attached.\n\n--fw\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\n\n--fw--',
  ],
  [
    'a newsletter on bounces',
    'From: Delivery Notification Weekly <news@letters.example>\nSubject: Mail delivery failed? 5 tips\nList-Unsubscribe: <https://letters.example/u>\nList-Id: <weekly.letters.example>',
    bounceText,
  ],
  [
    'a shop on a parcel',
    'From: Parcel Delivery Service <no-reply@parcels.example>\nSubject: Delivery failed',
    'Your parcel could not be delivered.\n\nContact: help@parcels.example',
  ],
  [
    'a postmaster who writes himself',
    'From: Postmaster <postmaster@example.org>\nSubject: Your newsletter',
    'Dear Shop, please remove our domain from your list. Thank you.',
  ],
  [
    'an administrator who warns of a full mailbox',
    'From: Administrator <administrator@example.org>\nSubject: Mailbox full warning',
    'The mailbox ada@example.org is full. Delete messages, or new mail will be returned to sender.',
  ],
  [
    'an administrator of a shop',
    'From: "Shop Administrator" <administrator@shop.example>\nSubject: Order rejected',
    'Your order was rejected. Contact help@shop.example.',
  ],
  [
    'a mail server that explains itself',
    'From: "Mail Server" <no-reply@example.org>\nSubject: Delivery failed? Check your settings',
    'If mail could not be delivered to ada@example.org, check the password.',
  ],
  [
    'a mail server that warns the owner of a mailbox',
    'From: Mail System <postmaster@example.org>\nReturn-Path: <>\nSubject: Delivery warning',
    'Your mailbox is almost full. If it fills up, messages for you cannot be delivered.',
  ],
  [
    'a digest of a list with a bounce in it',
    'From: users-request@lists.example\nSubject: Users Digest: Returned mail\nList-Id: <users.lists.example>\nContent-Type: multipart/digest; boundary="dg"',
    `--dg\nContent-Type: message/rfc822\n\nReturn-Path: <>\nFrom: MAILER-DAEMON@mx.example.org\nSubject: failure notice\n\n${bounceText}\n\n--dg--`,
  ],
  ['an empty mail', 'Subject: ', ''],
])('%s is no bounce', (_, headers, body) => {
  const text = headers.startsWith('From') ? mail(headers, body).replace(/^From: Ada.*\n/, '') : mail(headers, body);
  expect(readText(text)).toMatchObject({ kind: 'unrelated', reports: [] });
});
