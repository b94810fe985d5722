import { domainLimitsRoutes, type DomainLimitView } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useChosen } from '../../../ui/use-chosen.ts';
import { DomainLimitDialog } from './domain-limit-dialog.tsx';
import { WarmUpCalendar } from './warm-up-calendar.tsx';

/** Daily limits of sending domains, and how new ones are warmed up. */
export function DomainLimitsCard() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(domainLimitsRoutes.list, {}));
  const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id);
  return (
    <Card>
      <CardHeader
        title="Sending domains"
        state="New domains earn trust by starting small and doubling daily."
        action={
          canWrite && (
            <Button size="small" icon={Plus} onClick={() => setCreating(true)}>
              New limit
            </Button>
          )
        }
      />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The limits could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.data?.items.length === 0 && <CardBody className="text-muted">No limits or warm-ups yet.</CardBody>}
      <ul className="divide-y divide-line">
        {query.data?.items.map((limit) => (
          <li key={limit.id} className="flex flex-col gap-3 px-4 py-3">
            <div className="flex items-center gap-3">
              <div className="min-w-0 flex-1">
                <div className="font-medium wrap-anywhere">{limit.domain}</div>
                <div className="text-sm text-muted">{todayWords(limit)}</div>
              </div>
              {canWrite && <LimitMenu limit={limit} onChange={() => setChanging(limit)} />}
            </div>
            {limit.warmUp && <WarmUpCalendar days={limit.warmUp.days} today={limit.today} domain={limit.domain} />}
          </li>
        ))}
      </ul>
      <DomainLimitDialog limit={null} open={isCreating} onOpenChange={setCreating} />
      <DomainLimitDialog limit={changing} open={changing !== null} onOpenChange={() => setChanging(null)} />
    </Card>
  );
}

function LimitMenu({ limit: { id, domain }, onChange }: { limit: DomainLimitView; onChange: () => void }) {
  const [isDeleting, setDeleting] = useState(false);
  const remove = useRouteMutation(domainLimitsRoutes.delete, {
    onSuccess: () => notify(`Limit for “${domain}” deleted`),
  });
  return (
    <>
      <Menu align="end" trigger={<IconButton label={`Actions for ${domain}`} icon={Ellipsis} />}>
        <MenuItem icon={Pencil} onSelect={onChange}>
          Change
        </MenuItem>
        <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
          Delete
        </MenuItem>
      </Menu>
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete the limit for ${domain}?`}
        consequence="Campaigns waiting for this limit continue immediately, at the transport’s rate."
        action="Delete limit"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </>
  );
}

function todayWords({ capToday, usedToday, warmUp, perDay, today }: DomainLimitView): string {
  if (warmUp && today < warmUp.from) return 'Sends nothing until its warm-up begins';
  if (capToday === null) return 'Warmed up: no limit';
  const isWarming = warmUp !== null && capToday !== perDay;
  return `${formatNumber(usedToday)} of ${formatNumber(capToday)} today${isWarming ? ', warming up' : ''}`;
}
