import { brandRoutes } from '@engagex/domain/brand';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { SavedBlockEditor } from './components/saved-block-editor.tsx';
import { trail } from './trail.ts';

/** The draft of a saved block, edited like a message of one column. */
export function SavedBlockPage() {
  const { id = '' } = useParams();
  // Only as it is when the page is opened: from then on this page changes it.
  const query = useQuery({ ...routeQuery(savedBlocksRoutes.get, { id }), refetchOnWindowFocus: false });
  const brand = useQuery(routeQuery(brandRoutes.get, {}));
  const failure = query.data ? (brand.data ? null : brand.error) : query.error;
  if (failure) {
    const again = () => {
      void query.refetch();
      void brand.refetch();
    };
    return <FailedPage error={failure} noun="saved block" trail={trail} onRetry={again} />;
  }
  if (!query.data || !brand.data)
    return (
      <Page wide>
        <PageHeader title="Saved block" trail={trail} />
        <SkeletonLines label="Loading the saved block" lines={10} />
      </Page>
    );
  return <SavedBlockEditor key={id} stored={query.data} brand={brand.data.kit} />;
}
