import { attributionsRoutes } from '@engagex/domain/attributions';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { PastDataCard } from '../rule-replays/index.ts';
import { AttributionForm } from './components/attribution-form.tsx';
import { AttributionSummaryCard } from './components/attribution-summary-card.tsx';

/** Which events are conversions, which campaign they count for, and what that comes to. */
export function AttributionPage() {
  const settings = useQuery(routeQuery(attributionsRoutes.settings, {}));
  return (
    <SettingsPage>
      <p className="text-muted">
        A conversion counts for the campaign that the person clicked or opened last before it. Clicks and opens by
        scanners and other machines never count.
      </p>
      {settings.error && !settings.data && (
        <ErrorState
          error={settings.error}
          what="The settings could not be loaded."
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.isPending && <SkeletonLines label="Loading the settings" lines={6} />}
      {settings.data && <AttributionForm settings={settings.data} />}
      {settings.data && <PastDataCard kind="attribution" />}
      <AttributionSummaryCard />
    </SettingsPage>
  );
}
