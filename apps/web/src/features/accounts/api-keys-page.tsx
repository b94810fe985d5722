import { apiKeysRoutes, type NewApiKey } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardHeader } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { ApiKeyRow } from './components/api-key-row.tsx';
import { NewKeyDialog } from './components/new-key-dialog.tsx';
import { NewKeyNotice } from './components/new-key-notice.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';

/** Secret keys, with which programs use the API in the organization's name. */
export function ApiKeysPage() {
  const [isCreating, setCreating] = useState(false);
  const [fresh, setFresh] = useState<NewApiKey | null>(null);
  const canWrite = useCan('api-keys:write');
  const query = useQuery(routeQuery(apiKeysRoutes.list, {}));
  const create = canWrite && (
    <Button variant="primary" icon={KeyRound} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <SettingsPage action={create}>
      {fresh && <NewKeyNotice apiKey={fresh} onDone={() => setFresh(null)} />}
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The keys could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading keys" lines={4} />}
      {query.data?.items.length === 0 && (
        <EmptyState picture="search" action={create}>
          A key lets a program of yours add contacts, send campaigns or read reports, as far as you say.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && (
        <Card>
          <CardHeader
            title="Secret keys"
            state={
              <>
                For <code>Authorization: Bearer …</code>; what they can call is described at{' '}
                <a href="/api/docs" target="_blank" rel="noreferrer" className="underline underline-offset-3">
                  /api/docs
                </a>
              </>
            }
          />
          <ul className="divide-y divide-line">
            {query.data.items.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} onRotated={setFresh} />
            ))}
          </ul>
        </Card>
      )}
      <NewKeyDialog open={isCreating} onOpenChange={setCreating} onCreated={setFresh} />
    </SettingsPage>
  );
}
