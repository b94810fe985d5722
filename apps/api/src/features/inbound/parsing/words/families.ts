/** What a family of mail systems writes above the addresses that it could not deliver to. */
export interface Family {
  readonly name: string;
  /** Lower case, one space between words; it may run on to the next line. */
  readonly says: readonly string[];
}

/** Mail servers, by their own sentences. The first that is found names the rule. */
export const families: readonly Family[] = [
  {
    name: 'qmail',
    says: [
      "i'm afraid i wasn't able to deliver your message to the following addresses",
      'this is the qmail-send program',
      'was not able to deliver your message to the following addresses',
      'i am sorry to have to inform you that your message could not be delivered',
      'your mail message to the following address(es) could not be delivered',
      "this is a permanent error; i've given up",
    ],
  },
  {
    name: 'postfix',
    says: ['this is the postfix program', 'your message could not be delivered to one or more recipients'],
  },
  {
    name: 'google',
    says: [
      'delivery to the following recipient failed permanently',
      'delivery to the following recipients failed permanently',
      'the following recipient failed permanently',
      "wasn't delivered to",
    ],
  },
  {
    name: 'google-groups',
    says: ['the group you tried to contact', 'may not have permission to post messages to the group'],
  },
  {
    name: 'exim',
    says: [
      'a message that you sent could not be delivered to one or more of its recipients',
      'a message that you sent could not be delivered to all of its recipients',
      'the following address(es) failed',
      'the following addresses failed',
      'could not be delivered to one or more of its recipients',
      'a message sent by you could not be delivered',
    ],
  },
  {
    name: 'exchange',
    says: [
      'did not reach the following recipient(s)',
      'did not reach some or all of the intended recipients',
      'the following recipient(s) could not be reached',
      'the following recipient(s) cannot be reached',
      'delivery has failed to these recipients',
      'the following organization rejected your message',
      'your message did not reach',
    ],
  },
  {
    name: 'smtpsvc',
    says: [
      'this is an automatically generated delivery status notification',
      'delivery to the following recipients failed',
      'delivery to the following recipient failed',
    ],
  },
  {
    name: 'yahoo',
    says: [
      'unable to deliver your message to the following address',
      'we were unable to deliver your message',
      'message from yahoo',
      'unable to deliver message to the following address',
    ],
  },
  {
    name: 'sendmail',
    says: [
      'the following addresses had permanent fatal errors',
      'the following addresses had permanent delivery errors',
      'the following addresses had delivery problems',
      'the following addresses had delivery errors',
      'the following addresses had fatal errors',
      'the following addresses have delivery notifications',
      'transcript of session follows',
      'transcript of the session follows',
      'addresses had transient non-fatal errors',
    ],
  },
  {
    name: 'domino',
    says: [
      'was not delivered to:',
      'not listed in domino directory',
      'not listed in public name & address book',
      'failure reasons',
      'could not be delivered because:',
    ],
  },
  {
    name: 'groupwise',
    says: ['the message that you sent was undeliverable to the following', 'message that you sent was undeliverable'],
  },
  { name: 'mailmarshal', says: ['the following recipients were affected', 'could not be delivered because of'] },
  {
    name: 'courier',
    says: ['your message to the following recipients cannot be delivered', 'running the courier mail server'],
  },
  {
    name: 'communigate',
    says: [
      'your message could not be delivered to the recipient',
      'failed to accept the recipients',
      'message delivery to',
    ],
  },
  {
    name: 'messaging-server',
    says: [
      'your message cannot be delivered to the following recipients',
      'your message was not delivered to the following recipients',
      'this report relates to a message you sent',
      'could not be delivered to the following recipients',
    ],
  },
  {
    name: 'x400',
    says: [
      'was not delivered to the following recipient',
      'the message could not be delivered to the following',
      'your message was not delivered to',
    ],
  },
  {
    name: 'opensmtpd',
    says: ['an error has occurred while attempting to deliver a message for the following list of recipients'],
  },
  { name: 'dragonfly', says: ['there was an error delivering your mail to'] },
  {
    name: 'james',
    says: [
      'error message below:',
      'failed to deliver to the following addresses',
      "i'm afraid i wasn't able to deliver your message to the following addresses",
    ],
  },
  {
    name: 'imail',
    says: [
      'user mailbox exceeds allowed size',
      'unknown user:',
      'undeliverable to',
      'unknown host:',
      'delivery failed ',
      'invalid final delivery userid',
    ],
  },
  { name: 'mailfoundry', says: ['unable to deliver message to:', 'delivery failed for the following reason'] },
  {
    name: 'surfcontrol',
    says: [
      'your message could not be sent',
      'failed to send to identified host',
      'a transcript of the attempts to send the message follows',
    ],
  },
  { name: 'interscan', says: ['unable to deliver message to <', 'received <<<', '（およびこのドメインの他の受信者）'] },
  { name: 'mcafee', says: ['the following addresses had delivery problems'] },
  { name: 'm-filter', says: ['server message', '以下のメールアドレスへの送信に失敗', 'へ送信できませんでした'] },
  {
    name: 'kddi',
    says: ['could not be delivered to:', 'as their mailbox is full', 'your mail sent on', 'no such user'],
  },
  {
    name: 'ezweb',
    says: [
      'each of the following recipients was rejected by a remote mail server',
      'the user(s) account is disabled',
      'the user(s) account is temporarily limited',
      'the recipient may be unavailable',
      'the following recipients was rejected',
    ],
  },
  {
    name: 'mobile',
    says: [
      'message could not be delivered to mobile',
      'no valid recipients for this mm',
      'invalid user address',
      'error: invalid',
      'mobile number',
    ],
  },
  { name: 'zoho', says: ['this is a permanent error.', 'invalid address, error_code', '[status: error'] },
  {
    name: 'messagelabs',
    says: ['message delivery failed to the following recipients', 'the following message could not be delivered'],
  },
  { name: 'mxlogic', says: ['included is a copy of the message header'] },
  { name: 'amavis', says: ['was not relayed to', 'the message was not delivered to'] },
  {
    name: 'amazon',
    says: ['an error occurred while trying to deliver the mail to the following recipients', 'technical report:'],
  },
  {
    name: 'rejected-recipient',
    says: [
      'rejected recipient',
      'we had trouble delivering your message',
      'these recipients of your message have been processed by the mail server',
    ],
  },
];
