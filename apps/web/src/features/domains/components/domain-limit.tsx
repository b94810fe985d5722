import { domainLimitsRoutes, type DomainLimitView } from '@engagex/domain/transports';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { notify } from '../../../ui/toast.tsx';
import { DomainLimitDialog } from './domain-limit-dialog.tsx';

/** Changing and deleting the limit of a domain. */
export function LimitActions({ limit }: { limit: DomainLimitView }) {
  const [open, setOpen] = useState<'change' | 'delete' | null>(null);
  const { id, domain } = limit;
  const remove = useRouteMutation(domainLimitsRoutes.delete, {
    onSuccess: () => notify(`Limit for “${domain}” deleted`),
  });
  return (
    <div className="flex">
      <IconButton label={`Change the limit for ${domain}`} icon={Pencil} onClick={() => setOpen('change')} />
      <IconButton label={`Delete the limit for ${domain}`} icon={Trash2} onClick={() => setOpen('delete')} />
      <DomainLimitDialog
        domain={domain}
        limit={limit}
        open={open === 'change'}
        onOpenChange={(next) => setOpen(next ? 'change' : null)}
      />
      <ConfirmDialog
        open={open === 'delete'}
        onOpenChange={(next) => setOpen(next ? 'delete' : null)}
        title={`Delete the limit for ${domain}?`}
        consequence="Campaigns waiting for this limit continue immediately, at the transport’s rate."
        action="Delete limit"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </div>
  );
}

export function todayWords({ capToday, usedToday, warmUp, perDay, today }: DomainLimitView): string {
  if (warmUp && today < warmUp.from) return 'Sends nothing until its warm-up begins';
  if (capToday === null) return 'Warmed up: no limit';
  const isWarming = warmUp !== null && capToday !== perDay;
  return `${formatNumber(usedToday)} of ${formatNumber(capToday)} today${isWarming ? ', warming up' : ''}`;
}
