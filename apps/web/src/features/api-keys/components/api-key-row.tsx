import { apiKeysRoutes, type ApiKeyView, type NewApiKey } from '@engagex/domain/accounts';
import { RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify } from '../../../ui/toast.tsx';
import { scopeNames } from './scope-names.ts';

interface ApiKeyRowProps {
  readonly apiKey: ApiKeyView;
  readonly onRotated: (key: NewApiKey) => void;
}

/** One key: what it may do, when it was used, and the ways to replace and end it. */
export function ApiKeyRow({ apiKey, onRotated }: ApiKeyRowProps) {
  const { id, name, hint, scopes, origins, expiresAt, lastUsedAt, isExpired } = apiKey;
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const canWrite = useCan('api-keys:write');
  const rotate = useRouteMutation(apiKeysRoutes.rotate, { onSuccess: onRotated });
  const revoke = useRouteMutation(apiKeysRoutes.revoke, { onSuccess: () => notify(`“${name}” revoked`) });
  const used = lastUsedAt ? (
    <>
      {' '}
      Last used <Time value={lastUsedAt} />.
    </>
  ) : (
    ' Never used.'
  );
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p className="font-medium">
          {name} <code className="text-sm font-normal text-muted">{hint}…</code>
        </p>
        <p className="text-sm wrap-anywhere text-muted">
          {scopes.map((scope) => scopeNames[scope]).join(', ')}
          {origins.length > 0 && ` from ${origins.join(', ')}`}
        </p>
        <p className="text-sm text-muted">
          {expiresAt ? (
            <>
              {isExpired ? 'Expired' : 'Expires'} <Time value={expiresAt} />.
            </>
          ) : (
            'Does not expire.'
          )}
          {used}
        </p>
      </div>
      {isExpired && <Badge meaning="warning">Expired</Badge>}
      {canWrite && (
        <div className="flex">
          <IconButton label={`Replace ${name}`} icon={RotateCw} onClick={() => setAsking('rotate')} />
          <IconButton label={`Revoke ${name}`} icon={Trash2} onClick={() => setAsking('revoke')} />
        </div>
      )}
      <ConfirmDialog
        open={asking === 'rotate'}
        onOpenChange={() => setAsking(null)}
        title={`Replace “${name}”?`}
        consequence="You get a new key with the same scopes. The old one keeps working for 24 hours so you can switch."
        action="Replace key"
        variant="primary"
        onConfirm={() => rotate.mutateAsync({ id })}
      />
      <ConfirmDialog
        open={asking === 'revoke'}
        onOpenChange={() => setAsking(null)}
        title={`Revoke “${name}”?`}
        consequence="Programs that use it lose access immediately. This cannot be undone."
        action="Revoke key"
        onConfirm={() => revoke.mutateAsync({ id })}
      />
    </li>
  );
}
