import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';

export function TemplatesPage() {
  return (
    <Page>
      <PageHeader title="Templates" />
      <EmptyState picture="templates">The messages you reuse will be listed here.</EmptyState>
    </Page>
  );
}
