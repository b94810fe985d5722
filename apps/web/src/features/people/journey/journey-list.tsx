import type { AttributeDefinition } from '@engagex/domain/contacts';
import type { JourneyItem } from '@engagex/domain/explore';
import { useId, useState } from 'react';
import {
  formatClockIn,
  formatCount,
  formatDay,
  formatExact,
  formatNumber,
  formatWeekday,
} from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { daysOfJourney, keyOf, timeOf, type Visit } from './days-of-journey.ts';
import { wordsOfItem } from './item-words.tsx';

interface JourneyListProps {
  readonly items: readonly JourneyItem[];
  readonly timeZone: string;
  readonly definitions: readonly AttributeDefinition[];
  /** Whether earlier ones are to be loaded, which may be of the earliest visit shown. */
  readonly hasEarlier: boolean;
}

/** A journey by days, latest first, with the visits of each. */
export function JourneyList({ items, timeZone, definitions, hasEarlier }: JourneyListProps) {
  const about = { timeZone, definitions };
  const earliest = hasEarlier ? items.at(-1) : undefined;
  return (
    <div className="flex flex-col gap-5">
      {daysOfJourney(items, timeZone).map(({ day, entries }) => (
        <section key={day} aria-label={formatDay(day)} className="flex flex-col gap-2">
          <h2 className="sticky top-0 z-10 bg-canvas py-1 font-semibold">
            {formatWeekday(day)}, {formatDay(day)}
          </h2>
          <Card>
            <CardBody className="flex flex-col gap-4">
              {entries.map((entry) =>
                'items' in entry ? (
                  <VisitOf key={entry.key} visit={entry} isPartial={entry.items.at(-1) === earliest} {...about} />
                ) : (
                  <ol key={keyOf(entry)}>
                    <Item item={entry} {...about} />
                  </ol>
                ),
              )}
            </CardBody>
          </Card>
        </section>
      ))}
    </div>
  );
}

const shownAtFirst = 8;

type About = Pick<JourneyListProps, 'timeZone' | 'definitions'>;

function VisitOf({ visit, isPartial, ...about }: { visit: Visit; isPartial: boolean } & About) {
  const { from, to, events, items } = visit;
  const [isWhole, setWhole] = useState(false);
  const heading = useId();
  const hidden = items.length - shownAtFirst;
  const isFolded = !isWhole && hidden > 2; // a button in place of one or two would save nothing
  const minutes = (time: string) => formatClockIn(time, about.timeZone).slice(0, 5);
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-2 border-l-2 border-line-strong pl-3">
      <h3 id={heading} className="text-sm font-medium text-muted">
        Visit, {minutes(from) === minutes(to) ? minutes(to) : `${minutes(from)}–${minutes(to)}`} ·{' '}
        {isPartial ? `${formatNumber(events)} events or more` : formatCount(events, 'event')}
      </h3>
      <ol className="flex flex-col gap-2">
        {(isFolded ? items.slice(0, shownAtFirst) : items).map((item) => (
          <Item key={keyOf(item)} item={item} {...about} />
        ))}
      </ol>
      {isFolded && (
        <div>
          <Button size="small" variant="ghost" onClick={() => setWhole(true)}>
            Show {formatNumber(hidden)} more
          </Button>
        </div>
      )}
    </section>
  );
}

function Item({ item, timeZone, definitions }: { item: JourneyItem } & About) {
  const { icon: Icon, words } = wordsOfItem(item, definitions);
  const at = timeOf(item);
  return (
    <li className="flex items-start gap-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 wrap-anywhere">{words}</div>
      <Tooltip text={formatExact(at)}>
        <time dateTime={at} className="shrink-0 text-sm text-muted tabular-nums">
          {formatClockIn(at, timeZone)}
        </time>
      </Tooltip>
    </li>
  );
}
