import { type RuleReplay, ruleReplaysRoutes } from '@engagex/domain/rule-replays';
import { useState } from 'react';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { resultInWords, wordsOf } from '../replay-words.ts';
import { MovesTable } from './moves-table.tsx';

/** A check or an application of rules that is finished. */
export function ReplayState({ replay }: { replay: RuleReplay }) {
  const { kind, state, examined, changed, finishedAt, problem } = replay;
  const [one, many] = wordsOf[kind].rows;
  const when = finishedAt ? <Time value={finishedAt} /> : 'today';
  if (state === 'checked') return <Checked replay={replay} />;
  if (state === 'failed') return <Notice meaning="danger">{problem}</Notice>;
  if (state === 'undone') return <p>Undone {when}: the earlier decisions apply again.</p>;
  return (
    <>
      <p>
        Applied {when}: {formatNumber(changed)} of {formatCount(examined, one, many)} changed.
      </p>
      {kind === 'attribution' && changed > 0 && <Undo replay={replay} />}
    </>
  );
}

function Checked({ replay }: { replay: RuleReplay }) {
  const { id, kind, preview, isOutdated, finishedAt } = replay;
  const [isAsking, setAsking] = useState(false);
  const { name } = useOrganization();
  const apply = useRouteMutation(ruleReplaysRoutes.apply);
  const { apply: action, question, consequence } = wordsOf[kind];
  if (!preview) return null;
  if (isOutdated)
    return <Notice meaning="info">The rules were changed after this check. See what changes again.</Notice>;
  return (
    <>
      <p>
        {resultInWords(replay)}{' '}
        {finishedAt && (
          <>
            Checked <Time value={finishedAt} />.
          </>
        )}
      </p>
      {!preview.isComplete && (
        <Notice meaning="warning">
          There is more than one check covers, so the numbers below include the oldest part only. Applying covers
          everything.
        </Notice>
      )}
      <MovesTable preview={preview} />
      {(preview.changed > 0 || !preview.isComplete) && (
        <Button variant="primary" className="self-start" onClick={() => setAsking(true)}>
          {action}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={question}
        consequence={`${resultInWords(replay)} ${consequence}`}
        action={action}
        variant={kind === 'privacy' ? 'danger' : 'primary'}
        {...(kind === 'privacy' && { typeToConfirm: name })}
        onConfirm={() => apply.mutateAsync({ id, organizationName: name })}
      />
    </>
  );
}

function Undo({ replay: { id } }: { replay: RuleReplay }) {
  const undo = useRouteMutation(ruleReplaysRoutes.undo, { onError: notifyFailure('Nothing was undone') });
  return (
    <Button className="self-start" loading={undo.isPending} onClick={() => undo.mutate({ id })}>
      Undo
    </Button>
  );
}
