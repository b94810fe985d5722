import { CircleAlert, X } from 'lucide-react';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import type { Upload } from '../use-uploads.ts';

interface UploadListProps {
  readonly uploads: readonly Upload[];
  readonly onDismiss: (key: number) => void;
}

/** What is on its way, each with its progress, and what failed with the reason. */
export function UploadList({ uploads, onDismiss }: UploadListProps) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Uploads" className="divide-y divide-line rounded-md border border-line bg-surface">
      {uploads.map(({ key, name, share, problem }) => (
        <li key={key} className="flex items-start gap-3 px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">{name}</p>
            {problem === null ? (
              <Progress name={name} share={share} />
            ) : (
              <p role="alert" className="flex gap-1.5 text-sm wrap-anywhere text-danger">
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                {problem}
              </p>
            )}
          </div>
          {problem !== null && (
            <IconButton label={`Dismiss ${name}`} icon={X} size="small" onClick={() => onDismiss(key)} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Progress({ name, share }: { name: string; share: number | null }) {
  if (share === null) return <p className="text-sm text-muted">Waiting</p>;
  if (share >= 1) return <p className="text-sm text-muted">Preparing the image</p>;
  return <ProgressBar label={`Uploading ${name}`} value={Math.round(share * 100)} total={100} />;
}
