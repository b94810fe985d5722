import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';

export function GroupsPage() {
  return (
    <Page>
      <PageHeader title="Groups" />
      <EmptyState picture="groups">Groups of contacts to send to will be listed here.</EmptyState>
    </Page>
  );
}
