import { expect, test } from 'vitest';
import { notice, original, readText } from './testing/mails.ts';

/** How services that ask senders to prove they are people word it, in the languages that they write. */
const requests: readonly (readonly [service: string, subject: string, text: string])[] = [
  [
    'with a link to click once',
    'Re: Spring (verification required)',
    'Ada has used SpamArrest to protect ada@example.org. To have your email delivered click this link. You only have to do this once.',
  ],
  [
    'with a form for approval',
    'Re: Spring',
    'ada@example.org only takes mail from approved senders. Your message was not delivered. Click here and type the characters in the picture.',
  ],
  [
    'with an answer to send',
    'Please confirm your message',
    'Your message to ada@example.org was not delivered. This address is protected against spam. Reply and leave the subject intact.',
  ],
  [
    'with a puzzle',
    'Re: Spring',
    'Your email to ada@example.org was rejected because you are not in her contacts. To get through, solve this puzzle: https://verify.example',
  ],
  [
    'in French',
    'Vérification de votre adresse',
    "Votre message pour ada@example.org n'a pas pu être remis. Cliquez sur ce lien pour confirmer que vous êtes bien une personne.",
  ],
  [
    'in German',
    'Bitte bestätigen Sie Ihre Nachricht',
    'Ihre Nachricht an ada@example.org konnte nicht zugestellt werden. Bestätigen Sie mit einem Klick, dass Sie ein Mensch sind.',
  ],
  [
    'in Portuguese',
    'AntiSpam: confirme o envio',
    'Sua mensagem para ada@example.org não foi entregue. Para confirmar o envio, clique no link e digite os caracteres.',
  ],
  [
    'in Spanish',
    'Confirme su mensaje',
    'Su mensaje a ada@example.org no ha sido entregado. Haga clic para confirmar que usted es una persona.',
  ],
];

test.each(requests)('a request to prove oneself %s is no bounce, even from a mail system', (_, subject, text) => {
  const copy = `\n\n--- Below this line is a copy of the message.\n\n${original}`;
  for (const from of ['noreply@verify.example', 'MAILER-DAEMON@mx.example.org (Mail Delivery System)'])
    for (const body of [text, text + copy]) {
      const mail = notice(body)
        .replace(/^From: .*$/m, `From: ${from}`)
        .replace(/^Subject: .*$/m, `Subject: ${subject}`);
      expect(readText(mail), `${from}: ${body}`).toMatchObject({ kind: 'challenge', reports: [], deliveryId: 'one' });
    }
});

test('a bounce of a message that asks people to confirm something stays a bounce', () => {
  const message = `${original}\n\nPlease confirm your email address: click this link. Confirm that you sent us your address.`;
  const text = `Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ada@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

${message}`;
  expect(readText(notice(text))).toMatchObject({ kind: 'bounce', reports: [{ address: 'ada@example.org' }] });
});

test('a request in the form of a delivery status is no bounce where its action stands among the fields of the message', () => {
  const text = `Return-Path: <guests@boxbe.example>
From: noreply@boxbe.example
To: b-one@bounces.shop.example
Subject: Re: Spring (Action Required)
Content-Type: multipart/report; report-type=delivery-status; boundary="cr"

--cr
Content-Type: text/plain

You are on my guest list now. Mail from you goes to my inbox.

--cr
Content-Type: message/delivery-status

Reporting-MTA: dns; boxbe.example
Action: failed

Final-Recipient: rfc822; ada@example.org
Diagnostic-Code: X-Notice; Sender not approved yet
Status: 4.7.0

--cr--`;
  expect(readText(text)).toMatchObject({ kind: 'challenge', reports: [] });
  const byServer = text.replace('noreply@boxbe.example', 'MAILER-DAEMON@mx.example.org');
  expect(readText(byServer)).toMatchObject({
    kind: 'dsn',
    reports: [{ address: 'ada@example.org', action: 'failed', status: '4.7.0' }],
  });
});
