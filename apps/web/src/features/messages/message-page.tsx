import { messagesRoutes, type MessageView } from '@engagex/domain/messages';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { formatBytes } from '../../shared/format.ts';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { DeliveryAttempts, DeliveryStateBadge, ReceiptBadge, Receipts } from '../deliveries/index.ts';
import { FailedPage } from '../../ui/failed-page.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { MessageOutcome } from './components/message-outcome.tsx';
import { addressOf, subjectOf } from './message-words.ts';

const trail = [
  { name: 'Campaigns', href: '/campaigns' },
  { name: 'Messages', href: '/campaigns/messages' },
];

/** The life of one message. */
export function MessagePage() {
  const { id = '' } = useParams();
  const query = useQuery(routeQuery(messagesRoutes.get, { id }));
  if (query.error && !query.data) {
    return <FailedPage error={query.error} noun="message" trail={trail} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) {
    return (
      <Page>
        <PageHeader title="Message" trail={trail} />
        <SkeletonLines label="Loading the message" lines={6} />
      </Page>
    );
  }
  const message = query.data;
  return (
    <Page>
      <PageHeader
        title={subjectOf(message)}
        trail={trail}
        state={
          <span className="inline-flex flex-wrap items-center gap-2">
            <DeliveryStateBadge state={message.state} /> <ReceiptBadge receipts={message.receipts} /> to{' '}
            {addressOf(message)}
          </span>
        }
      />
      <Card>
        <CardHeader title="Delivery" />
        <CardBody className="flex flex-col gap-3" aria-live="polite">
          <p>
            <MessageOutcome message={message} />
          </p>
          <DeliveryAttempts attempts={message.history} />
          <Receipts receipts={message.receipts} />
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="The message" state="Its content is deleted once the outcome is final" />
        <CardBody>
          <Facts message={message} />
        </CardBody>
      </Card>
    </Page>
  );
}

function Facts({ message }: { message: MessageView }) {
  const { from, replyTo, toName, to, template, by, createdAt, idempotencyKey, attachments, id } = message;
  const canOpenTemplates = useCan('templates:read');
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
      <Fact name="To">
        <ToWhom message={message}>{[toName, to && `<${to}>`].filter(Boolean).join(' ') || addressOf(message)}</ToWhom>
      </Fact>
      <Fact name="From">{`${from.name} <${from.address}>`}</Fact>
      {replyTo && <Fact name="Reply-to">{replyTo}</Fact>}
      {template && (
        <Fact name="Template">
          {canOpenTemplates ? (
            <Link href={`/templates/${template.id}`} className="font-medium hover:underline">
              {template.name}
            </Link>
          ) : (
            template.name
          )}
        </Fact>
      )}
      <Fact name="Requested">
        <Time value={createdAt} />
        {by && ` by ${by}`}
      </Fact>
      {attachments.length > 0 && (
        <Fact name="Files">
          <ul>
            {attachments.map(({ name, size, removedAt }, index) => (
              <li key={index}>
                {name || 'A file'}{' '}
                <span className="text-muted">
                  ({formatBytes(size)}
                  {removedAt && ', removed'})
                </span>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {idempotencyKey && <Fact name="Idempotency-Key">{idempotencyKey}</Fact>}
      <Fact name="ID">
        <span className="inline-flex items-center gap-1">
          <code className="text-sm">{id}</code>
          <CopyButton text={id} label="Copy ID" />
        </span>
      </Fact>
    </dl>
  );
}

function ToWhom({ message: { contactId, to }, children }: { message: MessageView; children: ReactNode }) {
  const canSeeContacts = useCan('contacts:read');
  if (!contactId || !to || !canSeeContacts) return children;
  return (
    <Link href={`/contacts/${contactId}`} className="font-medium hover:underline">
      {children}
    </Link>
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
