import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';

export function HomePage() {
  return (
    <Page>
      <PageHeader title="Home" />
      <EmptyState picture="report">What your campaigns did will be summed up here.</EmptyState>
    </Page>
  );
}
