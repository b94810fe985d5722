import { EmptyState } from '../../ui/empty-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';

export function CampaignsPage() {
  return (
    <Page>
      <PageHeader title="Campaigns" />
      <EmptyState picture="campaigns">
        Your campaigns will be listed here, with where everyone in their audience is.
      </EmptyState>
    </Page>
  );
}
