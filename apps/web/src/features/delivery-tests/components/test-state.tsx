import type { DeliveryTestSummary } from '@engagex/domain/delivery-tests';
import { LoaderCircle } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import { verdictLooks } from './delivery-words.ts';

/** How a delivery test ended, or that it runs. */
export function TestState({ test: { state, verdict } }: { test: Pick<DeliveryTestSummary, 'state' | 'verdict'> }) {
  if (state !== 'done' || verdict === null)
    return (
      <Badge meaning="info" icon={LoaderCircle}>
        Running
      </Badge>
    );
  const { meaning, word } = verdictLooks[verdict];
  return <Badge meaning={meaning}>{word}</Badge>;
}
