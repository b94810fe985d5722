import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Page, PageHeader } from '../ui/page.tsx';

export function NotFoundPage() {
  return (
    <Page>
      <PageHeader title="Page not found" />
      <EmptyState
        picture="search"
        action={
          <ButtonLink href="/" variant="primary">
            Go home
          </ButtonLink>
        }
      >
        There is nothing at this URL. It may have been deleted, or the link may be incomplete.
      </EmptyState>
    </Page>
  );
}
