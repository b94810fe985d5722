import { type contactsRoutes, groupsRoutes } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** The groups a contact is in; ticking one adds it at once. */
export function ContactGroups({
  contact: { id: contactId, groups },
}: {
  contact: OutputOf<typeof contactsRoutes.get>;
}) {
  const all = useQuery(routeQuery(groupsRoutes.list, {}));
  const touches = ['contacts'] as const;
  const add = useRouteMutation(groupsRoutes.addMember, {
    touches,
    onError: notifyFailure('The contact was not added'),
  });
  const remove = useRouteMutation(groupsRoutes.removeMember, {
    touches,
    onError: notifyFailure('The contact was not removed'),
  });
  const canWrite = useCan('contacts:write');
  const isIn = (groupId: string) => groups.some(({ id }) => id === groupId);
  return (
    <Card>
      <CardHeader title="Groups" />
      <CardBody className="flex flex-col gap-3">
        {all.data?.items.length === 0 && <p className="text-muted">There are no groups yet.</p>}
        {all.data?.items.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={isIn(id)}
            disabled={!canWrite || add.isPending || remove.isPending}
            onChange={() => (isIn(id) ? remove : add).mutate({ id, contactId })}
          />
        ))}
      </CardBody>
    </Card>
  );
}
