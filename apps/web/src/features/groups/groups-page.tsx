import { groupsRoutes, type GroupView } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { formatCount } from '../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { GroupDialog } from './components/group-dialog.tsx';

export function GroupsPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('contacts:write');
  const query = useQuery(routeQuery(groupsRoutes.list, {}));
  const [renaming, setRenaming] = useChosen(query.data?.items, ({ id }) => id);
  const create = canWrite && (
    <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
      New group
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Groups" state="Hand-made sets of contacts to send to" action={create} />
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The groups could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading groups" lines={5} />}
      {query.data?.items.length === 0 && (
        <EmptyState picture="circles" action={create}>
          Create a group of contacts to send campaigns to.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {query.data.items.map((group) => (
              <li key={group.id} className="flex items-center gap-3 px-4 py-2">
                <Link
                  href={`/contacts?group=${group.id}`}
                  className="min-w-0 flex-1 truncate font-medium hover:underline"
                >
                  {group.name}
                </Link>
                <span className="text-sm text-muted">{formatCount(group.memberCount, 'contact')}</span>
                {canWrite && <GroupMenu group={group} onRename={() => setRenaming(group)} />}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <GroupDialog group={null} open={isCreating} onOpenChange={setCreating} />
      <GroupDialog group={renaming} open={renaming !== null} onOpenChange={() => setRenaming(null)} />
    </Page>
  );
}

function GroupMenu({ group: { id, name }, onRename }: { group: GroupView; onRename: () => void }) {
  const [, go] = useLocation();
  const canCampaign = useCan('campaigns:write');
  const restore = useRouteMutation(groupsRoutes.restore, { onError: notifyFailure('The group was not restored') });
  const remove = useRouteMutation(groupsRoutes.delete, {
    onError: notifyFailure('The group was not deleted'),
    onSuccess: () =>
      notify(`“${name}” deleted`, { detail: 'Its contacts are kept.', undo: () => restore.mutate({ id }) }),
  });
  return (
    <Menu align="end" trigger={<IconButton label={`Actions for ${name}`} icon={Ellipsis} />}>
      {canCampaign && (
        <MenuItem icon={Send} onSelect={() => go(`/campaigns/new?group=${id}`)}>
          Send to these people
        </MenuItem>
      )}
      <MenuItem icon={Pencil} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => remove.mutate({ id })}>
        Delete
      </MenuItem>
    </Menu>
  );
}
