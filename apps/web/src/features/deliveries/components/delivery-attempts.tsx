import type { DeliveryAttempt } from '@engagex/domain/deliveries';
import { isToCome } from '../../../shared/format.ts';
import { Time } from '../../../ui/time.tsx';

interface AttemptShown extends DeliveryAttempt {
  /** What it was handed to, where that is known. */
  readonly transport?: string | null;
}

/** Each hand-over of a message and what came of it, in the server's words. Nothing when there was none. */
export function DeliveryAttempts({ attempts }: { attempts: readonly AttemptShown[] }) {
  if (attempts.length === 0) return null;
  return (
    <ol aria-label="Attempts" className="flex flex-col gap-1 border-l-2 border-line pl-3 text-sm">
      {attempts.map((attempt) => (
        <Attempt key={attempt.at} attempt={attempt} />
      ))}
    </ol>
  );
}

const words: Readonly<Record<DeliveryAttempt['state'], string>> = {
  pending: 'not handed over',
  submitting: 'being handed over',
  accepted: 'accepted',
  deferred: 'not now',
  unknown: 'no answer',
  skipped: 'skipped',
  failed: 'refused',
};

function Attempt({ attempt: { at, state, response, transport, nextAttemptAt, decision } }: { attempt: AttemptShown }) {
  return (
    <li className="wrap-anywhere">
      <span className="text-muted">
        <Time value={at} />
        {transport && `, through ${transport}`},{' '}
      </span>
      {decision ? `marked as accepted by ${decision.by}` : words[state]}
      {decision?.note && `: “${decision.note}”`}
      {response && (
        <>
          : <q className="font-mono text-xs">{response}</q>
        </>
      )}
      {nextAttemptAt && isToCome(nextAttemptAt) && (
        <span className="text-muted">
          ; next attempt <Time value={nextAttemptAt} />
        </span>
      )}
    </li>
  );
}
