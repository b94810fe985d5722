import { brandRoutes } from '@engagex/domain/brand';
import type { BrandKit } from '@engagex/domain/documents';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { AffectedTemplate } from './affected-template.tsx';
import { templatesInWords } from './templates-in-words.ts';

interface AffectedDialogProps {
  /** Not saved yet. */
  readonly kit: BrandKit;
  readonly count: number;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onConfirm: () => Promise<unknown>;
}

/** What a change of the brand changes, in pictures, before it does. */
export function AffectedDialog({ kit, count, open, onOpenChange, onConfirm }: AffectedDialogProps) {
  return (
    <ConfirmDialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      variant="primary"
      title={`${templatesInWords(count)} will look different`}
      consequence={<Affected kit={kit} count={count} />}
      action="Save brand"
      onConfirm={onConfirm}
    />
  );
}

function Affected({ kit, count }: { kit: BrandKit; count: number }) {
  const affected = useQuery({ ...routeQuery(brandRoutes.affected, {}), staleTime: 0 });
  const { items = [], approvals = 0 } = affected.data ?? {};
  return (
    <div className="flex flex-col gap-3">
      <p>Campaigns that are already sending keep their look. You can undo this right after saving.</p>
      {approvals > 0 && (
        <Notice meaning="warning">
          {approvals === 1 ? 'One approved campaign needs' : `${approvals} approved campaigns need`} approval again
          before it is sent.
        </Notice>
      )}
      {affected.error && !affected.data && (
        <ErrorState
          error={affected.error}
          what="The templates could not be loaded."
          onRetry={() => void affected.refetch()}
        />
      )}
      {affected.isPending && <SkeletonLines label="Looking for the templates" lines={3} />}
      <ul aria-label="Templates" className="grid max-h-[50dvh] gap-3 overflow-y-auto empty:hidden sm:grid-cols-2">
        {items.map((template) => (
          <AffectedTemplate key={template.id} kit={kit} template={template} />
        ))}
      </ul>
      {items.length > 0 && items.length < count && <p>And {templatesInWords(count - items.length)} more.</p>}
    </div>
  );
}
