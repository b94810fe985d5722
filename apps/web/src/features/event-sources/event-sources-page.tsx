import { apiKeysRoutes } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify } from '../../ui/toast.tsx';
import { NewSourceDialog } from './components/new-source-dialog.tsx';
import { SourceCard } from './components/source-card.tsx';

/** That a key was used is announced to nobody, so the page asks. */
const lookAgainMs = 5_000;

/** Where events come from: public keys, whether they work, and how to use them. */
export function EventSourcesPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('api-keys:write');
  const query = useQuery({ ...routeQuery(apiKeysRoutes.list, {}), refetchInterval: lookAgainMs });
  const sources = query.data?.items.filter(({ kind }) => kind === 'public');
  const create = canWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      New event source
    </Button>
  );
  return (
    <SettingsPage action={create}>
      <p className="max-w-prose text-muted">
        Events tell you what people do on your site. Each source has a public key: anyone can read it in the page, so it
        can add events and nothing else. It cannot read anything, subscribe anyone or change an email address.
      </p>
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="The event sources could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonLines label="Loading event sources" lines={6} />}
      {sources?.length === 0 && (
        <EmptyState picture="key" action={create}>
          Create an event source to collect page views, purchases and anything else people do on your site.
        </EmptyState>
      )}
      {sources?.map((source) => (
        <SourceCard key={source.id} source={source} />
      ))}
      <NewSourceDialog
        open={isCreating}
        onOpenChange={setCreating}
        onCreated={({ name }) => notify(`“${name}” created`, { detail: 'Copy one of its snippets to send events.' })}
      />
    </SettingsPage>
  );
}
