import { expect, test } from 'vitest';
import { bounceClasses, type BounceClass } from './bounce-class.ts';
import { judgeBounce } from './judge-bounce.ts';

const judged = (words: string) => judgeBounce({ status: null, code: null, words, given: null }).class;

/** Replies as servers write them, with names and numbers of our own. */
const replies: Readonly<Record<BounceClass, readonly string[]>> = {
  hard: [
    '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
    '550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in local recipient table',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the address. gsmtp',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@example.org not found by SMTP address lookup',
    '#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##',
    '550 No such user here',
    '550 User unknown',
    '550 ada@example.org... No such user',
    '550 5.1.1 unknown or illegal alias: ada@example.org',
    'User ada (ada@example.org) not listed in Domino Directory',
    'The recipient name is not recognized',
    '550 5.7.1 No such user!',
    '550 5.4.1 [ada@example.org]: Recipient address rejected: Access denied [mx7.prod.outlook.example]',
    '550 5.2.1 The email account that you tried to reach is disabled.',
    '550 5.2.1 This mailbox has been deactivated due to inactivity',
    "554 delivery error: dd This user doesn't have an example.org account (ada@example.org) [-9]",
    '553 5.1.3 Bad recipient address syntax',
    '551 5.1.6 User has moved',
    '550 5.5.0 Requested action not taken: mailbox unavailable. [mx3.mail.outlook.example]',
    'Sorry, no mailbox here by that name. (#5.1.1)',
    '550 Benutzer existiert nicht / mailbox unknown',
    "550 5.1.1 Adresse d'au moins un destinataire invalide. Invalid recipient.",
    '550 нет такого пользователя',
    '550 nie ma takiego użytkownika',
    '550 5.1.1 schránka neexistuje',
    '550 okänd användare',
    'Motivo: casella inesistente',
    '550 존재하지 않는 사용자',
    'Recipient is not a member of the Domino Directory',
    'The following destination addresses were unknown (please check the addresses and re-mail the message):',
    'The message could not be delivered because the user "ada@example.org" is unknown here.',
    '550 ada@example.org...User unknown',
    '553 sorry, user mail-box not found (#5.7.1)',
    '550 ** No mail box available for this person **',
    '550 BAD_RECIPIENT',
    '550-ada@example.org is not an active address at this host',
    "L'adresse indiquée ci-dessus n'existe pas.",
    'Invalid final delivery userid: ada@example.org',
    'no such user here. The message contains 1 file attachment',
    '550 5.1.1 User unknown. This mail has been scanned for all known viruses.',
    '550 5.1.1',
  ],
  full: [
    'A caixa postal está cheia.',
    '552 5.2.2 Mailbox full',
    '452 4.2.2 The email account that you tried to reach is over quota',
    '552 5.1.1 Boite du destinataire pleine. Recipient overquota.',
    '550 Requested mail action aborted: exceeded storage allocation',
    "The e-mail message could not be delivered because the user's mailfolder is full.",
    '554 5.2.2 mailbox full; size 104,857,600 exceeds the limit of 100 MB',
    '550 Benutzer hat zu viele Mails. / User has too many messages on the server.',
    'User mailbox exceeds allowed size: ada@example.org',
    "The number of messages in the recipient's mailbox exceeded the local limit.",
  ],
  domain: [
    '554 <ada@example.org>... 550 Host unknown (Authoritative answer from name server)',
    '550 5.1.2 Domain not found',
    '556 5.1.10 Recipient address has null MX',
    "Sorry, I couldn't find any host named example.invalid. (#5.1.2)",
    '554 5.4.4 unable to route',
    'Unrouteable address',
    '550 Host unknown (Name server: example.invalid: host not found)',
  ],
  soft: [
    '450 4.2.0 <ada@example.org>: Recipient address rejected: Greylisted, see http://postgrey.example.org/help',
    '451 4.7.1 Please try again later',
    '450 4.1.1 <ada@example.org>: Recipient address rejected: unverified address: Address verification in progress',
    '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.',
    '421 Service not available, closing transmission channel',
    'connect to mx.example.org[192.0.2.1]:25: Connection timed out',
    '450 4.1.1 no such user yet, try again',
    '452 4.3.1 Insufficient system storage',
    '4.4.7 Message delayed: retry timeout exceeded',
    '450 5.1.1 not permanent',
  ],
  policy: [
    '550 5.7.1 Message rejected: no such user 5.1.1 in our list of senders',
    '550 5.7.1 blocked, see https://example.org/5.1.1',
    '550 5.1.1 <ada@example.org>: Recipient address rejected: blocked by policy',
    '553 5.1.8 Sender address rejected: Domain not found',
    '553 5.1.7 Bad sender address syntax',
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list (S3150).",
    '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
    '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
    '554 5.7.1 <ada@example.org>: Relay access denied',
    '550 5.1.1 Relaying disallowed',
    '550 5.7.25 The IP address sending this message does not have a PTR record',
    '554 Message not allowed - [PH01] Email not accepted for policy reasons.',
    '550 5.7.606 Access denied, banned sending IP [192.0.2.1]',
    '550 Based on the email preferences: refused due to recipient preferences',
    '550 5.1.1 sender domain example.com does not exist',
    '540 5.7.1 <ada@example.org>: recipient address rejected: Blocked',
  ],
  content: [
    '552 5.2.3 Message too large',
    '552-5.7.0 This message was blocked because its content presents a potential security issue: attachment',
    '554 5.7.1 Message contains a URL in a blocklist (surbl)',
    '550 spam message rejected',
    '554 5.7.1 This message has been identified as spam',
    '550 5.6.0 Message headers are not RFC 5322 compliant',
    '554 rejected: virus found',
    '550 Probable Spam',
    '550 5.1.1 Message refused by SpamProfiler',
    '550 This message scored 8.4 spam points',
    '550 5.7.1 Rejected - bulk email',
    '500 Mail appears to be unsolicited',
    '550 5.7.1 Your message looks like spam; user unknown to the filter',
  ],
  auth: [
    '554 5.7.26 unauthenticated',
    "550 5.7.1 Unauthenticated email from example.com is not accepted due to domain's DMARC policy.",
    '550 SPF check failed: example.com does not allow 192.0.2.1',
    '550 5.7.20 No passing DKIM signature found',
    '421 4.7.32 This mail has been rate limited because there is no DMARC alignment',
  ],
  unclear: [
    '550',
    '',
    '550 5.1.0 Address rejected',
    '550 5.1.4 ambiguous address',
    '550 5.1.11 unknown code',
    '550 5.3.0 Unknown error',
    '554 transaction failed',
    '501 Syntax error in parameters or arguments',
    '550 Mailbox unavailable or access denied',
  ],
};

test.each(bounceClasses.flatMap((name) => replies[name].map((words) => [name, words] as const)))(
  '%s: %s',
  (name, words) => {
    expect(judged(words)).toBe(name);
  },
);

test('the name of a mailbox is not taken for words about it', () => {
  expect(judged('550 5.1.1 <spam@example.org>: User unknown')).toBe('hard');
  expect(judged('550 5.1.1 <no.policy-blocked@example.org>: User unknown')).toBe('hard');
});

test('words win over a wrong code, and the rule is named', () => {
  expect(judgeBounce({ status: '5.1.1', code: 550, words: 'rejected by our spam filter', given: null })).toEqual({
    class: 'content',
    rule: 'spam',
  });
  expect(judgeBounce({ status: '5.7.1', code: 550, words: 'mailbox not found', given: null })).toEqual({
    class: 'hard',
    rule: 'no-such-mailbox',
  });
});

test('what a server has against us comes before what it says of the address', () => {
  expect(judged('550 5.1.1 user unknown; 192.0.2.1 is listed by zen.spamhaus.org')).toBe('policy');
  expect(judged('550 5.1.1 no such user or DMARC failed')).toBe('auth');
});

test('without words the status decides, then the source', () => {
  expect(judgeBounce({ status: '5.1.1', code: null, words: '', given: null })).toEqual({
    class: 'hard',
    rule: 'status-5.1.1',
  });
  expect(judgeBounce({ status: '5.7.1', code: 550, words: '', given: null })).toEqual({
    class: 'policy',
    rule: 'status-5.7',
  });
  expect(judgeBounce({ status: null, code: null, words: '', given: 'full' })).toEqual({ class: 'full', rule: 'given' });
  expect(judgeBounce({ status: null, code: 550, words: '', given: 'hard' })).toEqual({ class: 'hard', rule: 'given' });
});

test('where status and source contradict each other, neither makes it hard', () => {
  expect(judgeBounce({ status: '5.7.1', code: 550, words: '', given: 'hard' }).class).toBe('policy');
  expect(judgeBounce({ status: '5.1.1', code: 550, words: '', given: 'policy' }).class).toBe('policy');
});

test('what is only for now is never hard, whatever it says', () => {
  for (const words of replies.hard) {
    const { class: now } = judgeBounce({
      status: '4.0.0',
      code: 450,
      words: words.replace(/^#?5\d\d|5(?=\.\d)/g, '4'),
      given: null,
    });
    expect(now, words).not.toBe('hard');
  }
});

test('it is judged in time that grows with the words, whatever they are', () => {
  for (const piece of ['a', ' ', 'user ', '5.1.1 ', 'mailbox is ', 'account ', '<a@', 'message size ', 'domain '])
    expect(bounceClasses).toContain(judged(piece.repeat(200_000)));
});
