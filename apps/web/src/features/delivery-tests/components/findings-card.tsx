import type { DeliveryTestFinding, DeliveryTestView } from '@engagex/domain/delivery-tests';
import { LoaderCircle } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { findingTitles, verdictLooks, waitingLook } from './delivery-words.ts';

/** Each finding with what to do about it and what it is based on, worst first. */
export function FindingsCard({ test }: { test: DeliveryTestView }) {
  const isRunning = test.state !== 'done';
  return (
    <Card aria-label="Findings">
      <CardHeader title="Findings" state={isRunning ? 'Updated as the test goes on' : 'Worst first'} />
      <ul className="divide-y divide-line">
        {test.findings.map((finding) => (
          <FindingRow key={finding.name} finding={finding} isRunning={isRunning} />
        ))}
      </ul>
    </Card>
  );
}

function FindingRow({ finding, isRunning }: { finding: DeliveryTestFinding; isRunning: boolean }) {
  const { name, verdict, words, evidence } = finding;
  const isWaiting = isRunning && verdict === 'unknown';
  const { meaning, word } = isWaiting ? waitingLook : verdictLooks[verdict];
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[7.5rem_1fr]">
      <div>
        <Badge meaning={meaning} {...(isWaiting && { icon: LoaderCircle })}>
          {word}
        </Badge>
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <h3 className="font-medium">{findingTitles[name]}</h3>
        <p className="max-w-prose wrap-anywhere">{words}</p>
        {evidence.length > 0 && (
          <dl className="mt-1 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
            {evidence.map(({ label, value }) => (
              <div key={label} className="contents">
                <dt className="wrap-anywhere text-muted">{label}</dt>
                <dd className="min-w-0 font-mono text-xs wrap-anywhere whitespace-pre-line sm:pt-0.5">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
