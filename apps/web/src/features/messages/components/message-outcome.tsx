import type { MessageView } from '@engagex/domain/messages';
import { wordsForLimit } from '@engagex/domain/transports';
import { isToCome } from '../../../shared/format.ts';
import { Time } from '../../../ui/time.tsx';
import { wordsForMessageReason } from '../message-words.ts';

/** In a sentence, the outcome of a message or what it is waiting for. */
export function MessageOutcome({ message }: { message: MessageView }) {
  const { state, reason, to, acceptedAt, dueAt, waitsFor } = message;
  switch (state) {
    case 'accepted':
      return (
        <>
          The receiving server took it{to && ` for ${to}`} <Time value={acceptedAt ?? message.createdAt} />.
        </>
      );
    case 'skipped':
    case 'failed':
      return `Not sent: ${wordsForMessageReason(reason)}.`;
    case 'unknown':
      return 'We were interrupted while handing it over and cannot tell whether it arrived. We never resend it automatically.';
    case 'deferred':
      return (
        <>
          The receiving server said “not now”. Next attempt{' '}
          {dueAt && isToCome(dueAt) ? <Time value={dueAt} /> : 'any moment now'}.
        </>
      );
    case 'pending':
      if (!waitsFor || !dueAt || !isToCome(dueAt)) return 'It will be sent in a moment.';
      return (
        <>
          Waiting for {wordsForWait(waitsFor)}. Next check <Time value={dueAt} />.
        </>
      );
    case 'claimed':
    case 'submitting':
      return 'Being sent right now.';
  }
}

/** A limit by its key, or a transport: why there is none is said in whole sentences. */
function wordsForWait(waitsFor: string): string {
  const isKey = /^(transport|domain|mailbox_provider):|^(unreachable|suspended)$/.test(waitsFor);
  return isKey ? wordsForLimit(waitsFor) : `a transport: ${waitsFor.replace(/\.$/, '')}`;
}
