import { peopleRoutes, type PersonDetail } from '@engagex/domain/people';
import { useQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { PersonEvents } from './components/person-events.tsx';
import { PersonLinks } from './components/person-links.tsx';
import { RefusedMerges } from './components/refused-merges.tsx';
import { Traits } from './components/traits.tsx';
import { kindWords } from './person-words.ts';

const trail = [
  { name: 'Contacts', href: '/contacts' },
  { name: 'People', href: '/people' },
];

/** One person: which IDs are theirs and why, and what they did. */
export function PersonPage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(peopleRoutes.get, { id }));
  if (query.error && !query.data)
    return <FailedPage error={query.error} noun="person" trail={trail} onRetry={() => void query.refetch()} />;
  if (!query.data)
    return (
      <Page>
        <PageHeader title="Person" trail={trail} />
        <SkeletonLines label="Loading the person" lines={6} />
      </Page>
    );
  const person = query.data;
  return (
    <Page>
      <PageHeader
        title={person.key}
        trail={trail}
        state={kindWords[person.kind]}
        action={
          <ButtonLink icon={Route} href={`/people/${person.partOfId ?? person.id}/journey`}>
            Journey
          </ButtonLink>
        }
      />
      <Facts person={person} />
      <PersonLinks person={person} />
      <RefusedMerges refused={person.refused} />
      <Traits person={person} />
      <PersonEvents id={person.id} />
    </Page>
  );
}

function Facts({ person }: { person: PersonDetail }) {
  const { kind, contactId, contact, partOfId, claimedKey, firstSeenAt, lastSeenAt } = person;
  const canSeeContacts = useCan('contacts:read');
  const name = contact ?? 'Contact without an address';
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
          <Fact name="Contact">
            {contactId && canSeeContacts ? (
              <Link href={`/contacts/${contactId}`} className="font-medium hover:underline">
                {name}
              </Link>
            ) : (
              (contactId && name) || 'Not a contact: this person gets no mail'
            )}
          </Fact>
          {partOfId && (
            <Fact name="Part of">
              <Link href={`/people/${partOfId}`} className="font-medium hover:underline">
                The known person behind this ID
              </Link>
            </Fact>
          )}
          {kind === 'anonymous' && claimedKey && (
            <Fact name="Claimed user ID">
              {claimedKey} <span className="text-muted">(a browser said so, without proof)</span>
            </Fact>
          )}
          <Fact name="First seen">
            <Time value={firstSeenAt} />
          </Fact>
          <Fact name="Last seen">
            <Time value={lastSeenAt} />
          </Fact>
        </dl>
      </CardBody>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="-mt-2 min-w-0 wrap-anywhere sm:mt-0">{children}</dd>
    </div>
  );
}
