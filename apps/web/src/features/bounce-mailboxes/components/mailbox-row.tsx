import {
  type BounceMailboxView,
  bounceMailboxesRoutes,
  wordsForMailboxProblem,
} from '@engagex/domain/bounce-mailboxes';
import { Ellipsis, MailCheck, Pencil, Trash2 } from 'lucide-react';
import { formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { afterwardsWords, detailOf, plusWords, stateWords } from './mailbox-words.ts';
import { TestResult } from './test-result.tsx';

interface MailboxRowProps {
  readonly mailbox: BounceMailboxView;
  readonly onChange: () => void;
}

/** One mailbox: whether it can be read, what was taken from it, and a test. */
export function MailboxRow({ mailbox, onChange }: MailboxRowProps) {
  const { id, address, kind, host, folder, transportName, state, problem, checkedAt, taken, takenAt, skipped } =
    mailbox;
  const canWrite = useCan('transports:write');
  const test = useRouteMutation(bounceMailboxesRoutes.test, { onError: notifyFailure('The mailbox was not tested') });
  const { meaning, word } = stateWords[state];
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="font-medium wrap-anywhere">{address}</div>
          <div className="text-sm wrap-anywhere text-muted">
            {kind === 'imap' ? `${folder} at ${host} by IMAP` : `${host} by POP3`}, for “{transportName}”
          </div>
          <div className="text-sm text-muted">
            {checkedAt ? (
              <>
                Last checked <Time value={checkedAt} />
              </>
            ) : (
              'Not checked yet'
            )}
            , {formatCount(taken, 'report', 'reports')} taken
            {takenAt && (
              <>
                , last <Time value={takenAt} />
              </>
            )}
          </div>
          <div className="text-sm text-muted">{plusWords[mailbox.plusAddresses]}</div>
          <div className="text-sm text-muted">{afterwardsWords[mailbox.afterwards]}</div>
          {skipped > 0 && (
            <div className="text-sm text-muted">{formatCount(skipped, 'message', 'messages')} over 10 MB not read.</div>
          )}
        </div>
        <Badge meaning={meaning}>{word}</Badge>
        {canWrite && (
          <Button size="small" icon={MailCheck} loading={test.isPending} onClick={() => test.mutate({ id })}>
            Test the mailbox<span className="sr-only"> {address}</span>
          </Button>
        )}
        {canWrite && <MailboxMenu mailbox={mailbox} onChange={onChange} />}
      </div>
      {problem && state !== 'working' && (
        <Notice meaning={meaning} title={wordsForMailboxProblem(problem, mailbox)}>
          {mailbox.detail && <p className="text-sm wrap-anywhere">{detailOf(problem, mailbox.detail)}</p>}
          <p className="text-sm">
            {state === 'paused'
              ? 'We do not check it again until you change it or a test succeeds.'
              : 'We retry automatically. Bounces wait in the mailbox.'}
          </p>
        </Notice>
      )}
      {test.data && <TestResult test={test.data} mailbox={mailbox} />}
    </li>
  );
}

function MailboxMenu({ mailbox: { id, address }, onChange }: MailboxRowProps) {
  const restore = useRouteMutation(bounceMailboxesRoutes.restore, {
    onError: notifyFailure('The mailbox was not restored'),
  });
  const remove = useRouteMutation(bounceMailboxesRoutes.delete, {
    onSuccess: () => notify(`“${address}” deleted`, { undo: () => restore.mutate({ id }) }),
    onError: notifyFailure('The mailbox was not deleted'),
  });
  return (
    <Menu align="end" trigger={<IconButton label={`Actions for ${address}`} icon={Ellipsis} />}>
      <MenuItem icon={Pencil} onSelect={onChange}>
        Change
      </MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => remove.mutate({ id })}>
        Delete
      </MenuItem>
    </Menu>
  );
}
