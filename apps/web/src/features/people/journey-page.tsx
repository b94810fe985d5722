import { type JourneyKind, journeyKinds, type JourneyPage as Answer } from '@engagex/domain/explore';
import { useParams } from 'wouter';
import { formatDay, zoneInWords } from '../../shared/format.ts';
import { useUrlState } from '../../shared/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Input } from '../../ui/input.tsx';
import { LiveDot } from '../../ui/live-dot.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { useAttributes } from '../attributes/index.ts';
import { JourneyList } from './journey/journey-list.tsx';
import { useJourney } from './journey/use-journey.ts';

const everything = 'everything';
const kindOptions = [
  { value: everything, label: 'Everything' },
  { value: 'events', label: 'Events' },
  { value: 'messages', label: 'Messages' },
  { value: 'changes', label: 'Changes' },
] as const satisfies readonly { value: JourneyKind | typeof everything; label: string }[];

const people = [
  { name: 'Contacts', href: '/contacts' },
  { name: 'People', href: '/people' },
];

/** Everything about one person in one order: what they did, got and changed. */
export function JourneyPage() {
  const { id = '' } = useParams();
  const [show, setShow] = useUrlState('show');
  const [on, setOn] = useUrlState('on');
  const only = journeyKinds.find((kind) => kind === show);
  const journey = useJourney({ id, only, on: on || undefined });
  const pages = journey.data?.pages ?? [];
  const [first] = pages;
  if (journey.error && !first && !on)
    return <FailedPage error={journey.error} noun="person" trail={people} onRetry={() => void journey.refetch()} />;
  const name = first && (first.person.contact ?? first.person.key);
  return (
    <Page>
      <PageHeader
        title={name ? `Journey of ${name}` : 'Journey'}
        trail={name ? [...people, { name: first.person.key, href: `/people/${id}` }] : people}
        state={
          <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
            <LiveDot />
            {first && <span className="text-sm">Days and times in {zoneInWords(first.timeZone)}</span>}
          </span>
        }
        action={
          <>
            <Select
              aria-label="What is shown"
              className="w-40"
              options={kindOptions}
              value={only ?? everything}
              onChange={(next) => setShow(next === everything ? '' : next)}
            />
            <Input
              type="date"
              aria-label="Go to a day"
              className="w-40"
              value={on}
              onChange={({ target }) => setOn(target.value)}
            />
          </>
        }
      />
      {on && <OnDay on={on} onLatest={() => setOn('')} />}
      <Body journey={journey} first={first} hasFilter={only !== undefined || on !== ''} />
    </Page>
  );
}

function OnDay({ on, onLatest }: { on: string; onLatest: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 text-muted">
      <span>Jumped to {formatDay(on)}</span>
      <Button size="small" onClick={onLatest}>
        Back to the latest
      </Button>
    </div>
  );
}

interface BodyProps {
  readonly journey: ReturnType<typeof useJourney>;
  readonly first: Answer | undefined;
  readonly hasFilter: boolean;
}

function Body({ journey, first, hasFilter }: BodyProps) {
  const definitions = useAttributes();
  if (journey.error && !first)
    return (
      <ErrorState
        error={journey.error}
        what="The journey could not be loaded."
        onRetry={() => void journey.refetch()}
      />
    );
  if (!first) return <SkeletonLines label="Loading the journey" lines={8} />;
  const items = journey.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      {journey.isFetchNextPageError || journey.isFetchPreviousPageError ? (
        <Notice meaning="warning" title="More could not be loaded.">
          What is shown is complete up to there. Try again.
        </Notice>
      ) : null}
      {journey.hasPreviousPage && (
        <div>
          <Button loading={journey.isFetchingPreviousPage} onClick={() => void journey.fetchPreviousPage()}>
            Show later
          </Button>
        </div>
      )}
      {items.length === 0 ? (
        <EmptyState picture="search">
          {hasFilter
            ? 'Nothing like this up to here. Choose another day, or show everything.'
            : 'What this person does, gets and changes will be listed here.'}
        </EmptyState>
      ) : (
        <JourneyList
          items={items}
          timeZone={first.timeZone}
          definitions={definitions ?? []}
          hasEarlier={journey.hasNextPage}
        />
      )}
      {journey.hasNextPage && (
        <div>
          <Button loading={journey.isFetchingNextPage} onClick={() => void journey.fetchNextPage()}>
            Show earlier
          </Button>
        </div>
      )}
      {!journey.hasNextPage && items.length > 0 && (
        <p className="text-sm text-muted">This is the beginning of what is kept.</p>
      )}
    </div>
  );
}
