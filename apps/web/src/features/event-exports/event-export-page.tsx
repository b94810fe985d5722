import { eventExportSettingsRoutes } from '@engagex/domain/event-exports';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { ExportHistory } from './components/export-history.tsx';
import { ExportSettingsForm } from './components/export-settings-form.tsx';
import { SigningSecretCard } from './components/signing-secret-card.tsx';
import { FeatureNotice, useIsMissing } from '../plans/index.ts';

/** The daily export of events: what, where to, and how it went. */
export function EventExportPage() {
  const settings = useQuery(routeQuery(eventExportSettingsRoutes.get, {}));
  const isMissing = useIsMissing('event_exports');
  const seesSecret = useCan('api-keys:write');
  const { data, error, isPending } = settings;
  return (
    <SettingsPage>
      <FeatureNotice feature="event_exports">
        {data?.isOn
          ? 'It is on and keeps running. Once turned off, it cannot be turned on again.'
          : 'It cannot be turned on.'}
      </FeatureNotice>
      <p className="text-muted">
        Every day at 10:00 UTC, the events received the day before (UTC) are counted and exported.
        {data?.nextDueAt && (
          <>
            {' '}
            Next export: <Time value={data.nextDueAt} as="date-time" />.
          </>
        )}
      </p>
      {error && !data && (
        <ErrorState error={error} what="The settings could not be loaded." onRetry={() => void settings.refetch()} />
      )}
      {isPending && <SkeletonLines label="Loading the settings" lines={6} />}
      {data && (data.isOn || !isMissing) && <ExportSettingsForm settings={data} />}
      {data?.destination.kind === 'webhook' && seesSecret && <SigningSecretCard exists={data.hasSigningSecret} />}
      <ExportHistory isOn={data?.isOn ?? false} />
    </SettingsPage>
  );
}
