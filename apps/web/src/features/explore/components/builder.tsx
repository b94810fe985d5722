import type { ExploreQuery } from '@engagex/domain/explore';
import { Card, CardBody } from '../../../ui/card.tsx';
import type { FieldsProps } from './fields-props.ts';
import { FunnelFields } from './funnel-fields.tsx';
import { PathsFields } from './paths-fields.tsx';
import { PeriodInput } from './period-input.tsx';
import { RetentionFields } from './retention-fields.tsx';
import { SeriesFields } from './series-fields.tsx';
import { TopFields } from './top-fields.tsx';

/** The question, in fields. */
export function Builder({ query, names, onChange }: FieldsProps<ExploreQuery>) {
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        <Fields query={query} names={names} onChange={onChange} />
        <PeriodInput value={query.period} onChange={(period) => onChange({ ...query, period })} />
      </CardBody>
    </Card>
  );
}

function Fields({ query, ...props }: FieldsProps<ExploreQuery>) {
  switch (query.kind) {
    case 'series':
      return <SeriesFields query={query} {...props} />;
    case 'funnel':
      return <FunnelFields query={query} {...props} />;
    case 'retention':
      return <RetentionFields query={query} {...props} />;
    case 'paths':
      return <PathsFields query={query} {...props} />;
    case 'top':
      return <TopFields query={query} {...props} />;
  }
}
