import { signInPolicyRoutes } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { SignInPolicyForm } from './components/sign-in-policy-form.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { FeatureNotice } from '../plans/index.ts';

/** How people get into the organization: second factors, and its own single sign-on. */
export function SignInPolicyPage() {
  const query = useQuery(routeQuery(signInPolicyRoutes.get, {}));
  return (
    <SettingsPage>
      <FeatureNotice feature="single_sign_on">
        You cannot set up a provider. If you have one already, members keep signing in through it.
      </FeatureNotice>
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The sign-in policy could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading the sign-in policy" lines={6} />}
      {query.data && <SignInPolicyForm policy={query.data} />}
    </SettingsPage>
  );
}
