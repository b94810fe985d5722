import { type BounceMailboxView, type MailboxTest, wordsForMailboxProblem } from '@engagex/domain/bounce-mailboxes';
import { formatCount } from '../../../shared/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { detailOf, plusTestWords } from './mailbox-words.ts';

interface TestResultProps {
  readonly test: MailboxTest;
  readonly mailbox: BounceMailboxView;
}

const foldersShown = 12;

/** What a test of a mailbox found. */
export function TestResult({ test, mailbox }: TestResultProps) {
  if (!test.isReachable && mailbox.state !== 'working' && mailbox.problem === test.problem) return null; // it stands above
  if (test.problem)
    return (
      <Notice meaning="danger" title={wordsForMailboxProblem(test.problem, mailbox)}>
        {test.detail && <p className="text-sm wrap-anywhere">{detailOf(test.problem, test.detail)}</p>}
      </Notice>
    );
  const shown = test.folders.slice(0, foldersShown);
  const more = test.folders.length - shown.length;
  return (
    <Notice
      meaning="good"
      title={`Signed in. ${formatCount(test.messageCount ?? 0, 'message', 'messages')} in ${mailbox.folder}.`}
    >
      {mailbox.kind === 'imap' && (
        <p className="text-sm wrap-anywhere">
          Folders: {shown.join(', ')}
          {more > 0 && ` and ${more} more`}
        </p>
      )}
      {plusTestWords[test.plusTest] && (
        <p className="text-sm wrap-anywhere">
          {plusTestWords[test.plusTest]}
          {test.plusTest === 'rejected' && ` ${test.plusDetail ?? ''}`}
        </p>
      )}
    </Notice>
  );
}
