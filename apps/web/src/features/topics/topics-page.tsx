import { topicsRoutes, type TopicView } from '@engagex/domain/topics';
import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Pencil, Plus, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { useChosen } from '../../ui/use-chosen.ts';
import { TopicDialog } from './components/topic-dialog.tsx';

/** What people may be written about; there is always one, the default. */
export function TopicsPage() {
  const [isCreating, setCreating] = useState(false);
  const canWrite = useCan('contacts:write');
  const query = useQuery(routeQuery(topicsRoutes.list, {}));
  const [changing, setChanging] = useChosen(query.data?.items, ({ id }) => id);
  return (
    <SettingsPage
      action={
        canWrite && (
          <Button variant="primary" icon={Plus} onClick={() => setCreating(true)}>
            New topic
          </Button>
        )
      }
    >
      <p className="text-muted">Each campaign has a topic. People get every topic until they opt out of it.</p>
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The topics could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines label="Loading topics" lines={4} />}
      {query.data && (
        <Card>
          <ul className="divide-y divide-line">
            {query.data.items.map((topic) => (
              <li key={topic.id} className="flex items-center gap-3 px-4 py-2">
                <div className="min-w-0 flex-1">
                  <div className="font-medium wrap-anywhere">{topic.name}</div>
                  {topic.description && <div className="text-sm wrap-anywhere text-muted">{topic.description}</div>}
                </div>
                {topic.isDefault && <Badge meaning="neutral">Default</Badge>}
                {canWrite && <TopicMenu topic={topic} onChange={() => setChanging(topic)} />}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <TopicDialog topic={null} open={isCreating} onOpenChange={setCreating} />
      <TopicDialog topic={changing} open={changing !== null} onOpenChange={() => setChanging(null)} />
    </SettingsPage>
  );
}

function TopicMenu({ topic: { id, name, isDefault }, onChange }: { topic: TopicView; onChange: () => void }) {
  const touches = ['preferences'] as const;
  const restore = useRouteMutation(topicsRoutes.restore, {
    touches,
    onError: notifyFailure('The topic was not restored'),
  });
  const remove = useRouteMutation(topicsRoutes.delete, {
    touches,
    onError: notifyFailure('The topic was not deleted'),
    onSuccess: () =>
      notify(`“${name}” deleted`, {
        detail: 'People’s preferences for it are kept.',
        undo: () => restore.mutate({ id }),
      }),
  });
  const makeDefault = useRouteMutation(topicsRoutes.makeDefault, {
    touches,
    onError: notifyFailure('The default was not changed'),
    onSuccess: () => notify(`“${name}” is now the default topic`),
  });
  return (
    <Menu align="end" trigger={<IconButton label={`Actions for ${name}`} icon={Ellipsis} />}>
      <MenuItem icon={Pencil} onSelect={onChange}>
        Change
      </MenuItem>
      {!isDefault && (
        <MenuItem icon={Star} onSelect={() => makeDefault.mutate({ id })}>
          Make the default
        </MenuItem>
      )}
      {!isDefault && (
        <MenuItem icon={Trash2} danger onSelect={() => remove.mutate({ id })}>
          Delete
        </MenuItem>
      )}
    </Menu>
  );
}
