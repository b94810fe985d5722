import { eventSettingsRoutes } from '@engagex/domain/events';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { PastDataCard } from '../rule-replays/index.ts';
import { IdentitySecretCard } from './components/identity-secret-card.tsx';
import { SettingsForm } from './components/settings-form.tsx';

/** How events are stored: for how long, in which currency, and without what. */
export function EventSettingsPage() {
  const settings = useQuery(routeQuery(eventSettingsRoutes.get, {}));
  const seesSecret = useCan('api-keys:write');
  return (
    <SettingsPage>
      <p className="text-muted">
        Applies to events received from now on, from web pages and from your servers. Events already stored stay as they
        are unless you apply the rules to them.
      </p>
      {settings.error && !settings.data && (
        <ErrorState
          error={settings.error}
          what="The settings could not be loaded."
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.isPending && <SkeletonLines label="Loading the settings" lines={6} />}
      {settings.data && <SettingsForm settings={settings.data} />}
      {settings.data && <PastDataCard kind="privacy" />}
      {settings.data && seesSecret && <IdentitySecretCard exists={settings.data.hasIdentitySecret} />}
    </SettingsPage>
  );
}
