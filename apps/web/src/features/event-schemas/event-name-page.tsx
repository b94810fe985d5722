import { eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { NameCard } from './components/name-card.tsx';
import { PropertiesTable } from './components/properties-table.tsx';

/** One event: what it is, and the properties it comes with. */
export function EventNamePage() {
  const { id } = useParams<{ id: string }>();
  const name = useQuery(routeQuery(eventSchemasRoutes.get, { id }));
  return (
    <SettingsPage>
      <ButtonLink href="/settings/event-schema" variant="ghost" size="small" icon={ArrowLeft} className="self-start">
        All events
      </ButtonLink>
      {name.error && !name.data && (
        <ErrorState error={name.error} what="The event could not be loaded." onRetry={() => void name.refetch()} />
      )}
      {name.isPending && <SkeletonLines label="Loading the event" lines={6} />}
      {name.data && <NameCard key={id} name={name.data} />}
      {name.data && <PropertiesTable name={name.data} />}
    </SettingsPage>
  );
}
