import { peopleRoutes, type PersonDetail, type PersonLink } from '@engagex/domain/people';
import { Link } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { reasonWords } from '../person-words.ts';

/** Why these IDs are one person, and the way to say that they are not. */
export function PersonLinks({ person }: { person: PersonDetail }) {
  if (person.links.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Why these IDs are one person" state="Separating them moves the events back" />
      <CardBody>
        <ul className="flex flex-col divide-y divide-line">
          {person.links.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center justify-between gap-3 py-3 first:pt-0 last:pb-0">
              <OneLink link={link} of={person} />
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
}

function OneLink({ link, of }: { link: PersonLink; of: PersonDetail }) {
  const [otherId, otherKey] = link.personId === of.id ? [link.intoId, link.intoKey] : [link.personId, link.personKey];
  const canSeparate = useCan('people:write');
  const touches = ['contacts'] as const;
  const ids = { id: of.id, linkId: link.id };
  const rejoin = useRouteMutation(peopleRoutes.rejoin, {
    touches,
    onSuccess: () => notify(`${link.personKey} and ${link.intoKey} are one person again`),
    onError: notifyFailure('The IDs were not joined'),
  });
  const separate = useRouteMutation(peopleRoutes.separate, {
    touches,
    onSuccess: () =>
      notify(`${link.personKey} and ${link.intoKey} are separate now`, { undo: () => rejoin.mutate(ids) }),
    onError: notifyFailure('The IDs were not separated'),
  });
  const isBusy = separate.isPending || rejoin.isPending;
  return (
    <>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={`/people/${otherId}`} className="font-medium wrap-anywhere hover:underline">
            {otherKey}
          </Link>
          <LinkState link={link} />
        </p>
        <p className="text-sm text-muted">
          {reasonWords[link.reason]} First event: <Time value={link.eventAt} />
        </p>
      </div>
      {canSeparate && link.undoneReason === null && (
        <Button size="small" loading={isBusy} onClick={() => separate.mutate(ids)}>
          Separate
        </Button>
      )}
      {canSeparate && link.undoneReason === 'member' && (
        <Button size="small" loading={isBusy} onClick={() => rejoin.mutate(ids)}>
          Join again
        </Button>
      )}
    </>
  );
}

function LinkState({ link }: { link: PersonLink }) {
  if (link.undoneReason === null) return <Badge meaning="good">One person</Badge>;
  if (link.undoneReason === 'earlier_event') return <Badge meaning="neutral">Belongs to somebody seen earlier</Badge>;
  return <Badge meaning="neutral">Separated{link.undoneBy && ` by ${link.undoneBy}`}</Badge>;
}
