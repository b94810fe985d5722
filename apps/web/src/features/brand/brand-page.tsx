import { brandRoutes } from '@engagex/domain/brand';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { BrandForm } from './components/brand-form.tsx';

/** How the organization's mail looks: what every visual template follows. */
export function BrandPage() {
  const brand = useQuery(routeQuery(brandRoutes.get, {}));
  return (
    <SettingsPage>
      <p className="text-muted">
        Visual templates follow your brand: when you change it, they change with it. Campaigns that are already sending
        keep the look they started with.
      </p>
      {brand.error && !brand.data && (
        <ErrorState error={brand.error} what="The brand could not be loaded." onRetry={() => void brand.refetch()} />
      )}
      {brand.isPending && <SkeletonLines label="Loading the brand" lines={8} />}
      {brand.data && <BrandForm brand={brand.data} />}
    </SettingsPage>
  );
}
