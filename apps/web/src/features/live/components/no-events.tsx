import { KeyRound } from 'lucide-react';
import { useCan } from '../../../shared/session.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** What is here before the first event. */
export function NoEvents() {
  const canSeeSources = useCan('api-keys:read');
  return (
    <EmptyState
      picture="key"
      action={
        canSeeSources && (
          <ButtonLink variant="primary" href="/settings/event-sources" icon={KeyRound}>
            Send your first event
          </ButtonLink>
        )
      }
    >
      Page views, purchases and anything else your site or server sends will be listed here as it arrives.
    </EmptyState>
  );
}
