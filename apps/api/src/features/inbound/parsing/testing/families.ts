/** How mail systems word a notice, each with an address, host and date of our own. `<copy>` stands for the quoted message. */
export interface Sample {
  readonly family: string;
  readonly text: string;
  readonly headers?: string;
  /** Who failed; Ada where it is not said. */
  readonly failed?: readonly string[];
}

export const samples: readonly Sample[] = [
  {
    family: 'qmail',
    text: `Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@example.org>:
192.0.2.4 does not like recipient.
Remote host said: 550 5.1.1 <ada@example.org>: no mailbox here
Giving up on 192.0.2.4.

<bob@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

<copy>`,
    failed: ['ada@example.org', 'bob@example.org'],
  },
  {
    family: 'postfix',
    text: `This is the Postfix program at host mx.example.org.

I'm sorry to have to inform you that your message could not be
be delivered to one or more recipients. It's attached below.

                        The Postfix program

<ada@example.org>: host mx2.example.org[192.0.2.7] said: 550 5.1.1
    <ada@example.org>: Recipient address rejected: User unknown (in reply to
    RCPT TO command)`,
  },
  {
    family: 'exim',
    headers: 'X-Failed-Recipients: ada@example.org\nAuto-Submitted: auto-replied\n',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ada@example.org
    SMTP error from remote mail server after RCPT TO:<ada@example.org>:
    host mx.example.org [192.0.2.7]: 550 5.1.1 no such user

------ This is a copy of the message, including all the headers. ------

<copy>`,
  },
  {
    family: 'exim',
    text: `A message that you sent could not be delivered to one or more of its
recipients. The following address(es) failed:

  ada.lovelace@inner.example.org
    (generated from ada@example.org)
    mailbox is full: retry timeout exceeded

------ This is a copy of the message, including all the headers. ------

<copy>`,
    failed: ['ada.lovelace@inner.example.org'],
  },
  {
    family: 'sendmail',
    text: `The original message was received at Mon, 2 Mar 2026 10:00:00 GMT
from app.shop.example [192.0.2.9]

   ----- The following addresses had permanent fatal errors -----
<ada@example.org>
    (reason: 550 5.1.1 <ada@example.org>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
>>> DATA
<<< 550 5.1.1 <ada@example.org>... User unknown

   ----- Original message follows -----

<copy>`,
  },
  {
    family: 'sendmail',
    text: `   ----- Transcript of session follows -----
While talking to mx.example.org:
>>> RCPT To:<ada@example.org>
<<< 550 <ada@example.org>... User unknown
550 ada@example.org... User unknown

   ----- Unsent message follows -----
<copy>`,
  },
  {
    family: 'exchange',
    text: `Your message

  To:      Ada
  Subject: Spring
  Sent:    Mon, 2 Mar 2026 10:00:00 -0000

did not reach the following recipient(s):

ada@example.org on Mon, 2 Mar 2026 10:00:02 -0000
    The recipient name is not recognized
\tThe MTS-ID of the original message is: c=us;a= ;p=example
    MSEXCH:IMS:EXAMPLE:HQ:MAIL1 0 (000C05A6) Unknown Recipient
`,
  },
  {
    family: 'exchange',
    text: `Your message did not reach some or all of the intended recipients.

      Subject:\tSpring
      Sent:\t3/2/2026 10:00 AM

The following recipient(s) could not be reached:

      ada@example.org on 3/2/2026 10:01 AM
            The e-mail account does not exist at the organization this message was sent to.
            <mx.example.org #5.1.1 smtp;550 5.1.1 <ada@example.org>... no such user>
`,
  },
  {
    family: 'exchange',
    text: `Delivery has failed to these recipients or distribution lists:

Ada Lovelace<mailto:ada@example.org>
The recipient's e-mail address was not found in the recipient's e-mail system.

Diagnostic information for administrators:

Generating server: mail.example.org

ada@example.org
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##

Original message headers:

<copy>`,
  },
  {
    family: 'google',
    text: `Delivery to the following recipient failed permanently:

     ada@example.org

Technical details of permanent failure:
We tried to delivered your message, but it was rejected by the server. The error was: 550 550 5.1.1 unknown user

----- Original message -----

<copy>`,
  },
  {
    family: 'google-groups',
    headers: 'X-Failed-Recipients: readers@groups.example\nAuto-Submitted: auto-replied\n',
    text: `Hello b-one@bounces.shop.example,

We're writing to let you know that the group you tried to contact (readers) may not exist.

----- Original message -----

<copy>`,
    failed: ['readers@groups.example'],
  },
  {
    family: 'yahoo',
    text: `Message from yahoo.example.
Unable to deliver message to the following address(es).

<ada@example.org>:
This user doesn't have an example.org account (ada@example.org) [-9]

--- Original message follows.

<copy>`,
  },
  {
    family: 'domino',
    text: `Your message

  Subject: Spring

was not delivered to:

  ada@example.org

because:

  User ada (ada@example.org) not listed in Domino Directory
`,
  },
  {
    family: 'domino',
    text: `------- Failure Reasons  --------

User not listed in public Name & Address Book
ada@example.org

------- Returned Message --------
<copy>`,
  },
  {
    family: 'groupwise',
    text: `The message that you sent was undeliverable to the following:
\tada@example.org (550 no such recipient)

Possibly truncated original message follows:

<copy>`,
  },
  {
    family: 'mailmarshal',
    text: `Your message:
   From:    news@shop.example
   Subject: Spring

Could not be delivered because of

550 5.1.1 User unknown

The following recipients were affected:
    ada@example.org

Additional Information
======================

Original Sender:    <b-one@bounces.shop.example>`,
  },
  {
    family: 'courier',
    text: `This is a delivery status notification from mx.example.org,
running the Courier mail server, version 0.75.

The original message was received on Mon, 02 Mar 2026 10:00:00 +0000

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<ada@example.org>:
   mx.example.org [192.0.2.7]:
>>> RCPT TO:<ada@example.org>
<<< 550 5.1.1 <ada@example.org>... User Unknown

---------------------------------------------------------------------------
If your message was also sent to additional recipients, their delivery
status is not included in this report.`,
  },
  {
    family: 'messaging-server',
    text: `This report relates to a message you sent with the following header fields:

  Message-id: <one@shop.example>
  Date: Mon, 2 Mar 2026 10:00:00 +0000
  From: Shop <news@shop.example>
  To: ada@example.org

Your message cannot be delivered to the following recipients:

  Recipient address: ada@example.org
  Reason: Remote SMTP server has rejected address
  Diagnostic code: smtp;550 5.1.1 <ada@example.org>... User unknown`,
  },
  {
    family: 'opensmtpd',
    text: `    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

ada@example.org: 550 5.1.1 no such user

    Below is a copy of the original message:

<copy>`,
  },
  {
    family: 'dragonfly',
    text: `This is the DragonFly Mail Agent v0.13 at app.shop.example.

There was an error delivering your mail to <ada@example.org>.

mx.example.org [192.0.2.7] did not like our RCPT TO:
550 5.1.1 no such user

Message headers follow.

<copy>`,
  },
  {
    family: 'james',
    text: `Error: Invalid user address

Error message below:
550 - Requested action not taken: no such user here

Message details:
  Subject: Spring
  Sent date: Mon Mar 02 10:00:00 GMT 2026
  MAIL FROM: b-one@bounces.shop.example
  RCPT TO: ada@example.org
  From: news@shop.example
  Size (in bytes): 3900`,
  },
  {
    family: 'imail',
    text: `User mailbox exceeds allowed size: ada@example.org\n\n\nOriginal message follows.\n\n<copy>`,
  },
  {
    family: 'imail',
    text: `Unknown user: ada@example.org\n\nRCPT TO generated following response:\n550 no such user\n\nOriginal message follows.\n\n<copy>`,
  },
  {
    family: 'mailfoundry',
    text: `Unable to deliver message to: <ada@example.org>
Delivery failed for the following reason:
Server mx.example.org[192.0.2.7] failed with: 550 <ada@example.org> No such user here

This has been a permanent failure.  No further delivery attempts will be made.`,
  },
  {
    family: 'surfcontrol',
    text: `Your message could not be sent.
A transcript of the attempts to send the message follows.
The number of attempts made: 1
Addressed To: ada@example.org

Mon 2 Mar 2026 10:00:02 +0000
Failed to send to identified host,
ada@example.org: [192.0.2.5], 550 ada@example.org... No such user
--- Message non-deliverable.`,
  },
  {
    family: 'interscan',
    text: `...\nSent <<< RCPT TO:<ada@example.org>\nReceived >>> 550 5.1.1 <ada@example.org>... user unknown\n...`,
  },
  {
    family: 'mcafee',
    text: `    --- The following addresses had delivery problems ---\n\n<ada@example.org>   (Unknown user ada@example.org)`,
  },
  {
    family: 'm-filter',
    text: `このメールは自動的に生成して送信しています。
以下のメールアドレスへの送信に失敗しました。

ada@example.org

-------server message
550 unknown user <ada@example.org>

-------SMTP command
RCPT TO

-------original message
<copy>`,
  },
  {
    family: 'kddi',
    text: `Your mail sent on: Mon, 2 Mar 2026 10:00:00 +0900\n     Could not be delivered to: <ada@example.org>\n     As their mailbox is full.`,
  },
  {
    family: 'ezweb',
    text: `<ada@example.org>

Each of the following recipients was rejected by a remote mail server.
---------------------------------------------------
<copy>`,
  },
  {
    family: 'mobile',
    text: `Message could not be delivered to mobile.\nError: No valid recipients for this MM\n\n\nOriginal Message:\nFrom: Shop <news@shop.example>\nTo: ada@example.org\nSubject: Spring`,
  },
  {
    family: 'zoho',
    text: `This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

ada@example.org Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <ada@example.org>... User Unknown


Received:from mail.example by mx.example with SMTP id 1; Mon, 2 Mar 2026 10:00:00 +0000
Message-ID:<one@shop.example>
Date:Mon, 2 Mar 2026 10:00:00 +0000
From:Shop <news@shop.example>
To:<ada@example.org>`,
  },
  {
    family: 'smtp-filter',
    text: `We had trouble delivering your message. Full details follow:

Subject: 'Spring'
Date: 'Mon, 2 Mar 2026 10:00:00 +0000'

1 error(s):

SMTP Server <mx.example.org> rejected recipient <ada@example.org>
  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]`,
  },
  {
    family: 'processed',
    text: `- These recipients of your message have been processed by the mail server:\nada@example.org; Failed; 5.1.1 (bad destination mailbox address)\n\n    Remote MTA mx.example.org: SMTP diagnostic: 550 RCPT TO:<ada@example.org> User unknown`,
  },
  {
    family: 'openmail',
    text: `The original message was received at Mon, 2 Mar 2026 10:00:00 +0900\nfrom b-one@bounces.shop.example\n\n---The following addresses had delivery errors---\n\nada@example.org [User unknown]`,
  },
  {
    family: 'lsmtp',
    text: `An error was detected while processing the enclosed message.\n\n--> Error description:\nError-for:  ada@example.org\nError-Code: 0\nError-Text: Mailer mx.example.org said: "554 no such user"\n\nError-end:  One error reported.`,
  },
  {
    family: 'amavis',
    text: `The message WAS NOT relayed to:\n  <ada@example.org>: [127.0.0.1] said:\n   550 5.1.1 Failed, User unknown in virtual mailbox table`,
  },
  {
    family: 'mimecast',
    text: `This is a delivery failure notification message indicating that\nan email addressed to email address :\n-- ada@example.org\n\ncould not be delivered. The problem appears to be :\n-- Recipient email address is not correct\n\nAdditional information follows :\n-- 5.1.1 User unknown`,
  },
  {
    family: 'mail.ru',
    text: `Это письмо создано автоматически сервером, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n  ada@example.org\n    host mx.example.org [192.0.2.7]: 550 5.1.1 User Unknown`,
  },
  {
    family: 'german',
    text: `Ihre Nachricht konnte nicht zugestellt werden.\n\n<ada@example.org>: Empfänger unbekannt\n\n--- The header of the original message is following. ---\n\n<copy>`,
  },
  {
    family: 'french',
    text: `Votre message n'a pas pu être remis aux destinataires suivants :\n\nada@example.org\n    550 5.1.1 utilisateur inconnu`,
  },
  {
    family: 'no sentence that is known',
    text: `This person has left the building.\n\n<ada@example.org>:\nnobody home (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n<copy>`,
  },
];
