import { type MailboxKind, usualPort } from '@engagex/domain/bounce-mailboxes';
import type { Security } from '@engagex/domain/transports';
import type { SelectOption } from '../../../ui/select.tsx';

export const kindOptions: readonly SelectOption<MailboxKind>[] = [
  { value: 'imap', label: 'IMAP', detail: 'Reads any folder and leaves mail on the server' },
  { value: 'pop3', label: 'POP3', detail: 'Reads the inbox only' },
];

export const securityOptionsOf = (kind: MailboxKind): readonly SelectOption<Security>[] => [
  { value: 'tls', label: 'Implicit TLS', detail: `Usually port ${usualPort(kind, 'tls')}` },
  { value: 'starttls', label: 'STARTTLS', detail: `Usually port ${usualPort(kind, 'starttls')}` },
  { value: 'none', label: 'None', detail: 'Only inside your own network' },
];

export const afterwardsOptions = {
  imap: [
    { value: 'move', label: 'Move it to the folder EngageX' },
    { value: 'flag', label: 'Flag it', detail: 'It stays in its folder, unread' },
  ],
  pop3: [
    { value: 'keep', label: 'Keep it' },
    { value: 'delete', label: 'Delete it from the mailbox', detail: 'Only reports about your own messages' },
  ],
} as const;
