import type { ApiKeyView } from '@engagex/domain/accounts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { LastEvent } from './last-event.tsx';
import { SnippetsView } from './snippets-view.tsx';

interface SourceCardProps {
  readonly source: ApiKeyView;
}

/** One public key: whether events arrive with it, and how to send them. */
export function SourceCard({ source: { name, hint, publicKey, origins, lastUsedAt, isExpired } }: SourceCardProps) {
  return (
    <Card aria-label={name}>
      <CardHeader
        title={name}
        state={<code className="wrap-anywhere">{publicKey ?? `${hint}…`}</code>}
        action={isExpired ? <Badge meaning="warning">Expired</Badge> : <LastEvent at={lastUsedAt} />}
      />
      <CardBody>
        {publicKey === null && (
          <p className="mb-3 max-w-prose text-sm text-muted">
            This key was created before keys could be shown again. Replace {hint}… in the snippets with your copy of it,
            or create a new event source.
          </p>
        )}
        <p className="mb-3 text-sm text-muted">
          {origins.length === 0 ? 'Accepted from any website.' : `Accepted from ${origins.join(', ')}.`}
        </p>
        <SnippetsView name={name} apiKey={publicKey ?? `${hint}…`} />
      </CardBody>
    </Card>
  );
}
