import { apiKeysRoutes, type ApiKeyView, type KeyKind, keyKinds, type NewApiKey } from '@engagex/domain/accounts';
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
import { keyKindWords } from './components/key-kinds.ts';
import { NewKeyDialog } from './components/new-key-dialog.tsx';
import { NewKeyNotice } from './components/new-key-notice.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';

/** Keys, with which programs and web pages use the API in the organization's name. */
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
        <EmptyState picture="key" action={create}>
          A secret key lets your programs add contacts, send campaigns or read reports, within the scopes you choose. A
          public key lets a web page collect events.
        </EmptyState>
      )}
      {query.data &&
        query.data.items.length > 0 &&
        keyKinds.map((kind) => (
          <KeysCard
            key={kind}
            kind={kind}
            keys={query.data.items.filter((each) => each.kind === kind)}
            onRotated={setFresh}
          />
        ))}
      <NewKeyDialog open={isCreating} onOpenChange={setCreating} onCreated={setFresh} />
    </SettingsPage>
  );
}

interface KeysCardProps {
  readonly kind: KeyKind;
  readonly keys: readonly ApiKeyView[];
  readonly onRotated: (key: NewApiKey) => void;
}

function KeysCard({ kind, keys, onRotated }: KeysCardProps) {
  const { title, what } = keyKindWords[kind];
  return (
    <Card>
      <CardHeader
        title={title}
        state={
          <>
            {what}{' '}
            {kind === 'secret' && (
              <>
                Send it as <code>Authorization: Bearer …</code>. The API is described at{' '}
                <a href="/api/docs" target="_blank" rel="noreferrer" className="underline underline-offset-3">
                  /api/docs
                </a>
                .
              </>
            )}
          </>
        }
      />
      {keys.length === 0 && <p className="px-4 py-3 text-muted">No {title.toLowerCase()} yet.</p>}
      <ul className="divide-y divide-line">
        {keys.map((key) => (
          <ApiKeyRow key={key.id} apiKey={key} onRotated={onRotated} />
        ))}
      </ul>
    </Card>
  );
}
