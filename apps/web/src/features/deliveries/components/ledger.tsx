import type { Ledger } from '@engagex/domain/deliveries';
import { Link } from 'wouter';
import { formatNumber } from '../../../shared/format.ts';
import { useHere } from '../../../shared/url-state.ts';
import type { LedgerSegment } from '../../../ui/ledger-bar.tsx';
import { LedgerBar } from '../../../ui/ledger-bar.tsx';
import { useCan } from '../../../shared/session.ts';
import { showPeople } from './show-people.ts';

const sumOf = (reasons: Readonly<Record<string, number>>) =>
  Object.values(reasons).reduce((sum, people) => sum + people, 0);

/** Those of the pending whose turn comes after a decision, and until when. */
interface Held {
  readonly people: number;
  readonly words: string;
}

/** The ledger of a campaign as one bar; each part leads to its people, for those who may see them. States that nobody is in are left out. */
export function CampaignLedger({ ledger, held }: { ledger: Ledger; held: Held | null }) {
  const here = useHere();
  const canSeePeople = useCan('contacts:read');
  const parts: (LedgerSegment & { readonly state: string; readonly always?: boolean })[] = [
    { state: 'accepted', label: 'accepted', count: ledger.accepted, meaning: 'good', always: true },
    { state: 'pending', label: 'pending', count: ledger.pending - (held?.people ?? 0), meaning: 'neutral' },
    { state: 'pending', label: held?.words ?? '', count: held?.people ?? 0, meaning: 'info' },
    { state: 'submitting', label: 'being handed over', count: ledger.submitting, meaning: 'info' },
    { state: 'deferred', label: 'waiting for a retry', count: ledger.deferred, meaning: 'warning' },
    { state: 'skipped', label: 'skipped', count: sumOf(ledger.skipped), meaning: 'neutral', always: true },
    { state: 'failed', label: 'failed', count: sumOf(ledger.failed), meaning: 'danger', always: true },
    { state: 'unknown', label: 'unknown', count: ledger.unknown, meaning: 'warning', always: true },
  ];
  const segments = parts
    .filter(({ always, count }) => always || count > 0)
    .map(({ state, label, count, meaning }) => ({
      label,
      count,
      meaning,
      ...(canSeePeople && { href: here(`?state=${state}`) }),
    }));
  return <LedgerBar label="The audience" total={ledger.audience} segments={segments} onFollow={showPeople} />;
}

const explanations = [
  [
    'deferred',
    'waiting for a retry',
    'The receiving server said “not now”. We try again at growing intervals for about two days.',
  ],
  [
    'unknown',
    'unknown',
    'We were interrupted while handing these messages over and cannot tell whether they arrived. They are never resent automatically, so nobody gets two.',
  ],
] as const;

/** Why people were skipped or failed, each leading to them, and what the less obvious states mean. */
export function LedgerExplained({ ledger }: { ledger: Ledger }) {
  const here = useHere();
  const canSeePeople = useCan('contacts:read');
  const told = explanations.filter(([state]) => ledger[state] > 0);
  const reasons = (['skipped', 'failed'] as const).flatMap((state) =>
    Object.entries(ledger[state]).map(([reason, people]) => ({ state, reason, people })),
  );
  if (told.length + reasons.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-sm text-muted">
      {reasons.map(({ state, reason, people }) => (
        <li key={reason}>
          {canSeePeople ? (
            <Link
              href={here(`?${new URLSearchParams({ state, reason }).toString()}`)}
              onClick={showPeople}
              className="underline decoration-line-strong underline-offset-3 hover:decoration-ink"
            >
              {formatNumber(people)} {reasonWords[reason] ?? reason}
            </Link>
          ) : (
            `${formatNumber(people)} ${reasonWords[reason] ?? reason}`
          )}
        </li>
      ))}
      {told.map(([state, word, text]) => (
        <li key={state}>
          <strong className="font-medium text-ink">{word}:</strong> {text}
        </li>
      ))}
    </ul>
  );
}

const reasonWords: Readonly<Record<string, string>> = {
  unsubscribed: 'skipped because they unsubscribed',
  suppressed: 'skipped because their address is suppressed',
  paused: 'skipped because they paused mail',
  topic: 'skipped because they opted out of this topic',
  frequency_cap: 'skipped because they reached your frequency limit',
  no_address: 'skipped because they have no email address',
  deleted: 'skipped because they were deleted',
  hour_passed: 'skipped because the time had already passed in their time zone',
  cancelled: 'skipped because the campaign was cancelled',
  rejected: 'failed: the receiving server permanently rejected the message',
  invalid_address: 'failed: the address cannot be mailed',
  content: 'failed: the message could not be made for them',
  retries_exhausted: 'failed: the receiving server kept saying “not now”',
};

export function wordsForReason(reason: string | null): string {
  return reason ? (reasonWords[reason]?.replace(/^(skipped because |failed: )/, '') ?? reason) : '';
}
