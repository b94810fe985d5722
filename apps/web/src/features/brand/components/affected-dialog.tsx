import { brandRoutes } from '@engagex/domain/brand';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { templatesInWords } from './templates-in-words.ts';

interface AffectedDialogProps {
  readonly count: number;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onConfirm: () => Promise<unknown>;
}

/** What a change of the brand changes, before it does. */
export function AffectedDialog({ count, open, onOpenChange, onConfirm }: AffectedDialogProps) {
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      variant="primary"
      title={`${templatesInWords(count)} will look different`}
      consequence={<Affected count={count} />}
      action="Save brand"
      onConfirm={onConfirm}
    />
  );
}

function Affected({ count }: { count: number }) {
  const affected = useQuery({ ...routeQuery(brandRoutes.affected, {}), staleTime: 0 });
  const items = affected.data?.items ?? [];
  return (
    <div className="flex flex-col gap-2">
      <p>Campaigns that are already sending keep their look. You can undo this right after saving.</p>
      {affected.isPending && <SkeletonLines label="Looking for the templates" lines={3} />}
      <ul
        aria-label="Templates"
        className="max-h-60 divide-y divide-line overflow-y-auto rounded-md border border-line empty:hidden"
      >
        {items.map(({ id, name, campaign }) => (
          <li key={id} className="px-3 py-1.5">
            <span className="font-medium wrap-anywhere text-ink">{name}</span>
            {campaign && (
              <span className="block text-sm wrap-anywhere">
                Scheduled: {campaign.name}
                {campaign.startsAt && (
                  <>
                    , <Time value={campaign.startsAt} />
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {items.length > 0 && items.length < count && <p>And {templatesInWords(count - items.length)} more.</p>}
    </div>
  );
}
