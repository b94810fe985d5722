import { eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { NameCard } from './components/name-card.tsx';
import { PropertiesTable } from './components/properties-table.tsx';

const trail = [
  { name: 'Settings', href: '/settings' },
  { name: 'Event schema', href: '/settings/event-schema' },
];

/** One event: what it is, and the properties it comes with. */
export function EventNamePage() {
  const { id } = useParams<{ id: string }>();
  const name = useQuery(routeQuery(eventSchemasRoutes.get, { id }));
  if (name.error && !name.data)
    return <FailedPage error={name.error} noun="event" trail={trail} onRetry={() => void name.refetch()} />;
  return (
    <SettingsPage tabTitle={name.data?.name}>
      <ButtonLink href="/settings/event-schema" variant="ghost" size="small" icon={ArrowLeft} className="self-start">
        All events
      </ButtonLink>
      {name.isPending && <SkeletonLines label="Loading the event" lines={6} />}
      {name.data && <NameCard key={id} name={name.data} />}
      {name.data && <PropertiesTable name={name.data} />}
    </SettingsPage>
  );
}
