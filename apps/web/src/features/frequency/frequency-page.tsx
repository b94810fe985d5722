import { frequencyRoutes } from '@engagex/domain/frequency';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { HeldBackCard } from './components/held-back-card.tsx';
import { RulesForm } from './components/rules-form.tsx';

/** How much mail a person gets at most and when not, and whom that held back. */
export function FrequencyPage() {
  const rules = useQuery(routeQuery(frequencyRoutes.get, {}));
  return (
    <SettingsPage>
      <p className="text-muted">
        Protects people from too much mail. Limits apply across all campaigns. Transactional messages are never held
        back or counted.
      </p>
      {rules.error && !rules.data && (
        <ErrorState error={rules.error} what="The limits could not be loaded." onRetry={() => void rules.refetch()} />
      )}
      {rules.isPending && <SkeletonLines label="Loading the limits" lines={5} />}
      {rules.data && <RulesForm rules={rules.data} />}
      <HeldBackCard />
    </SettingsPage>
  );
}
