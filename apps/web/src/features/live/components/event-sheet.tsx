import type { LoggedEventView } from '@engagex/domain/events';
import { peopleRoutes } from '@engagex/domain/people';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../../../shared/api-error.ts';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { Time } from '../../../ui/time.tsx';

interface EventSheetProps {
  readonly event: LoggedEventView;
  readonly onClose: () => void;
  /** Shows the events of this person only. */
  readonly onFollow: (personId: string) => void;
}

/** One event as it was stored: warnings, who, where from, and everything it came with. */
export function EventSheet({ event, onClose, onFollow }: EventSheetProps) {
  const { warnings, kind, keyName, isTrusted, occurredAt, receivedAt, messageId, properties, context } = event;
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()} title={event.name}>
      <div className="flex flex-col gap-4 p-5">
        {warnings.length > 0 && (
          <Notice meaning="warning" title={formatCount(warnings.length, 'warning')}>
            <ul className="list-disc pl-4">
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Notice>
        )}
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2">
          <Fact name="Person">
            <WhoseEvent event={event} />
          </Fact>
          <Fact name="Source">
            {keyName ?? 'A key that was deleted'}
            <span className="text-muted">{isTrusted ? ', verified' : ', not verified'}</span>
          </Fact>
          <Fact name="Call">{kind}</Fact>
          <Fact name="Happened">
            <Time value={occurredAt} as="date-time" />
          </Fact>
          <Fact name="Received">
            <Time value={receivedAt} as="date-time" />
          </Fact>
          <Fact name="Message ID">
            <code className="font-mono text-xs">{messageId}</code>{' '}
            <CopyButton text={messageId} label="Copy message ID" />
          </Fact>
        </dl>
        <Details name="Properties" value={properties} />
        <Details name="Context" value={context} />
        <div>
          <Button onClick={() => onFollow(event.personId)}>Show only this person</Button>
        </div>
      </div>
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </>
  );
}

/** The person as they are known today; an event that has just arrived may belong to nobody yet. */
function WhoseEvent({ event: { personId, userId, anonymousId } }: { event: LoggedEventView }) {
  const person = useQuery({ ...routeQuery(peopleRoutes.get, { id: personId }), retry: false });
  const id = userId ?? anonymousId ?? personId;
  if (person.data)
    return (
      <>
        <Link href={`/people/${person.data.partOfId ?? personId}`} className="font-medium hover:underline">
          {person.data.contact ?? person.data.key}
        </Link>
        {person.data.contact && <span className="block text-muted">{id}</span>}
      </>
    );
  const isNew = person.error instanceof ApiError && person.error.status === 404;
  return (
    <>
      {id}
      {isNew && <span className="block text-muted">The event is still being processed.</span>}
    </>
  );
}

function Details({ name, value }: { name: string; value: Readonly<Record<string, unknown>> }) {
  return (
    <section aria-label={name}>
      <h3 className="mb-1 font-medium">{name}</h3>
      {Object.keys(value).length === 0 ? (
        <p className="text-muted">None</p>
      ) : (
        <pre className="rounded-md border border-line bg-subtle p-3 text-sm wrap-anywhere whitespace-pre-wrap">
          {JSON.stringify(value, null, 2)}
        </pre>
      )}
    </section>
  );
}
