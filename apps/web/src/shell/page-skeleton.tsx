import { Page } from '../ui/page.tsx';
import { Skeleton, SkeletonLines } from '../ui/skeleton.tsx';

/** While the code of a page is on its way. */
export function PageSkeleton() {
  return (
    <Page>
      <Skeleton className="h-7 w-40" />
      <SkeletonLines label="Loading the page" lines={5} />
    </Page>
  );
}
