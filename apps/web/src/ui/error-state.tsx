import { CloudAlert, RotateCw } from 'lucide-react';
import { ApiError, messageOf } from '../shared/api-error.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

interface ErrorStateProps {
  readonly error: unknown;
  /** What failed: "The contacts could not be loaded." */
  readonly what: string;
  /** What is safe nevertheless. */
  readonly safe?: string;
  readonly onRetry?: () => void;
}

/** `<ErrorState error={query.error} what="The report could not be loaded." onRetry={() => void query.refetch()} />` */
export function ErrorState({ error, what, safe = 'Nothing was changed.', onRetry }: ErrorStateProps) {
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div
      role="alert"
      className="flex flex-col items-center gap-4 rounded-md border border-line bg-surface px-6 py-14 text-center"
    >
      <CloudAlert aria-hidden className="size-8 text-danger" strokeWidth={1.5} />
      <div className="max-w-110">
        <h2 className="font-semibold">{what}</h2>
        <p className="mt-1 text-balance text-muted">
          {messageOf(error)} {safe}
        </p>
      </div>
      {onRetry && (
        <Button icon={RotateCw} onClick={onRetry}>
          Retry
        </Button>
      )}
      {requestId && (
        <p className="flex items-center gap-1 text-sm text-muted">
          Request <code className="font-mono text-xs">{requestId}</code>
          <CopyButton text={requestId} label="Copy request id" />
        </p>
      )}
    </div>
  );
}
