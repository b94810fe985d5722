import type { DeliveryTestSummary } from '@engagex/domain/delivery-tests';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { Time } from '../../../ui/time.tsx';
import { countsInWords } from './delivery-words.ts';
import { TestState } from './test-state.tsx';

const reasonWords: Readonly<Record<DeliveryTestSummary['reason'], string>> = {
  person: 'Started by a member',
  schedule: 'Weekly',
  launch: 'Before a campaign',
};

interface HistoryCardProps {
  readonly tests: readonly DeliveryTestSummary[];
  readonly shown: string;
  readonly onShow: (id: string) => void;
}

/** Earlier tests of the same domain and transport; each can be opened. */
export function HistoryCard({ tests, shown, onShow }: HistoryCardProps) {
  return (
    <Card aria-label="History">
      <CardHeader title="History" state="Repeated every week automatically" />
      <ol className="divide-y divide-line">
        {tests.map((test) => (
          <li key={test.id}>
            <button
              type="button"
              aria-current={test.id === shown ? 'true' : undefined}
              onClick={() => onShow(test.id)}
              className={cn(
                'flex w-full flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-left hover:bg-subtle',
                test.id === shown && 'bg-subtle',
              )}
            >
              <span className="w-36 text-sm text-muted">
                <Time value={test.createdAt} />
              </span>
              <TestState test={test} />
              <span className="min-w-0 basis-full text-sm text-muted sm:flex-1 sm:basis-auto">
                {[countsInWords(test), reasonWords[test.reason]].filter(Boolean).join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}
