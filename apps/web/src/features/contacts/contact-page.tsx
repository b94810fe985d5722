import { type AttributeDefinition, contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { BellOff, GitMerge, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { useAttributes } from '../attributes/index.ts';
import { nameOfContact } from './contact-name.ts';
import { ContactForm } from './components/contact-form.tsx';
import { ContactGroups } from './components/contact-groups.tsx';
import { ContactPreferences } from './components/contact-preferences.tsx';
import { PersonalData } from './components/personal-data.tsx';
import { ContactSegments } from './components/contact-segments.tsx';
import { ContactTimeline } from './components/contact-timeline.tsx';
import { MergeDialog } from './components/merge-dialog.tsx';

type ContactWithGroups = OutputOf<typeof contactsRoutes.get>;

const trail = [{ name: 'Contacts', href: '/contacts' }];

export function ContactPage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(contactsRoutes.get, { id }));
  const definitions = useAttributes();
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="contact" trail={trail} onRetry={() => void query.refetch()} />;
  }
  if (!query.data || !definitions) {
    return (
      <Page>
        <PageHeader title="Contact" trail={trail} />
        <SkeletonLines label="Loading the contact" lines={6} />
      </Page>
    );
  }
  const contact = query.data;
  return (
    <Page>
      <PageHeader
        title={nameOfContact(contact)}
        trail={trail}
        state={
          <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
            <Subscription contact={contact} />
            <WhyLink email={contact.email} />
          </span>
        }
        action={<Actions contact={contact} definitions={definitions} />}
      />
      <ContactForm key={`${contact.id} ${definitions.length}`} contact={contact} definitions={definitions} />
      <ContactGroups contact={contact} />
      <ContactSegments key={contact.id} contact={contact} />
      <ContactPreferences id={contact.id} />
      <PersonalData contact={contact} />
      <ContactTimeline id={contact.id} definitions={definitions} />
    </Page>
  );
}

function WhyLink({ email }: { email: string | null }) {
  if (!email) return null;
  return (
    <Link href={`/campaigns/why?${new URLSearchParams({ email }).toString()}`} className="underline">
      Delivery history
    </Link>
  );
}

function Subscription({ contact: { subscription, unsubscribedAt } }: { contact: ContactWithGroups }) {
  if (subscription === 'subscribed' || !unsubscribedAt) return <Badge meaning="good">Subscribed</Badge>;
  return (
    <span className="inline-flex items-center gap-2">
      <Badge meaning="neutral">Unsubscribed</Badge> <Time value={unsubscribedAt} />
    </span>
  );
}

interface ActionsProps {
  readonly contact: ContactWithGroups;
  readonly definitions: readonly AttributeDefinition[];
}

function Actions({ contact, definitions }: ActionsProps) {
  const [isMerging, setMerging] = useState(false);
  const { id, subscription } = contact;
  const name = contactHandle(contact);
  const [isUnsubscribing, setUnsubscribing] = useState(false);
  const [, go] = useLocation();
  const unsubscribe = useRouteMutation(contactsRoutes.unsubscribe, { touches: ['preferences', 'suppressions'] });
  const restore = useRouteMutation(contactsRoutes.restore, {
    touches: ['groups'],
    onError: notifyFailure('The contact was not restored'),
  });
  const remove = useRouteMutation(contactsRoutes.delete, {
    touches: ['groups'],
    onError: notifyFailure('The contact was not deleted'),
    onSuccess: () => {
      notify(`${name} deleted`, { undo: () => restore.mutate({ id }) });
      go('/contacts');
    },
  });
  if (!useCan('contacts:write')) return null;
  return (
    <div className="flex gap-2">
      {subscription === 'subscribed' && (
        <Button icon={BellOff} onClick={() => setUnsubscribing(true)}>
          Unsubscribe
        </Button>
      )}
      <Button icon={GitMerge} onClick={() => setMerging(true)}>
        Merge
      </Button>
      <Button icon={Trash2} variant="ghost" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
        Delete
      </Button>
      <MergeDialog open={isMerging} onOpenChange={setMerging} contact={contact} definitions={definitions} />
      <ConfirmDialog
        open={isUnsubscribing}
        onOpenChange={setUnsubscribing}
        title={`Unsubscribe ${name}?`}
        consequence="They get no more campaigns. Only they can resubscribe; imports and edits cannot."
        action="Unsubscribe"
        onConfirm={() => unsubscribe.mutateAsync({ id })}
      />
    </div>
  );
}
