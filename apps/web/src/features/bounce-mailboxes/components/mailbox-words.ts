import type { BounceMailboxView, MailboxProblem, MailboxTest } from '@engagex/domain/bounce-mailboxes';
import type { Meaning } from '../../../ui/meaning.ts';

export const stateWords: Readonly<Record<BounceMailboxView['state'], { meaning: Meaning; word: string }>> = {
  working: { meaning: 'good', word: 'Working' },
  retrying: { meaning: 'warning', word: 'Retrying' },
  paused: { meaning: 'danger', word: 'Paused' },
};

/** Whether bounces name their message by the address they come to. */
export const plusWords: Readonly<Record<BounceMailboxView['plusAddresses'], string>> = {
  unknown: 'Bounces come to the address itself. Run a test to see whether plus addresses arrive.',
  testing: 'Waiting for our test message to its plus address…',
  work: 'Plus addresses arrive: each bounce comes to an address that identifies its message.',
  fail: 'Plus addresses do not arrive: bounces come to the address itself and are identified by their content.',
};

export const afterwardsWords: Readonly<Record<BounceMailboxView['afterwards'], string>> = {
  move: 'Bounces are moved to the folder EngageX.',
  flag: 'Bounces are flagged and stay where they are.',
  keep: 'Bounces stay in the mailbox.',
  delete: 'Bounces are deleted from the mailbox once they are stored.',
};

/** What a test found out about plus addresses. */
export const plusTestWords: Readonly<Record<MailboxTest['plusTest'], string>> = {
  sent: 'We sent a message to a plus address of it. Whether it arrives is shown here within 10 minutes.',
  rejected: 'The message to a plus address of it was not accepted by the transport:',
  too_long: 'The address is too long for plus addresses. Bounces come to the address itself.',
  not_sent: '',
};

const saidByServer: ReadonlySet<MailboxProblem> = new Set(['credentials', 'busy', 'folder', 'unsupported', 'protocol']);

/** What stands below a problem: the server's own words, or what the connection failed with. */
export function detailOf(problem: MailboxProblem, detail: string): string {
  return saidByServer.has(problem) ? `The server said: ${detail}` : detail;
}
