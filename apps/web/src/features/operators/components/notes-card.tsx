import { operatorNotesRoutes, operatorsRoutes } from '@engagex/domain/operators';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { invalidateNoun, routePages, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { ActionItem } from './action-item.tsx';

/** What operators did with an organization and noted about it. */
export function NotesCard({ organizationId }: { organizationId: string }) {
  const query = useInfiniteQuery(routePages(operatorsRoutes.actions, { organizationId }));
  const [text, setText] = useState('');
  const add = useRouteMutation(operatorNotesRoutes.create, {
    onSuccess: () => {
      void invalidateNoun('operators');
      setText('');
      notify('Note added');
    },
    onError: notifyFailure('The note was not added'),
  });
  return (
    <Card>
      <CardHeader title="Notes and changes by operators" state="Only operators see notes" />
      <CardBody>
        <form
          className="flex flex-col items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') add.mutate({ organizationId, text });
          }}
        >
          <Field label="New note" className="w-full">
            <Textarea rows={3} maxLength={2_000} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <Button type="submit" loading={add.isPending} disabled={text.trim() === ''}>
            Add note
          </Button>
        </form>
      </CardBody>
      {query.isPending && <SkeletonLines label="Loading notes" lines={3} />}
      {query.error && !query.data && (
        <ErrorState error={query.error} what="The notes could not be loaded." onRetry={() => void query.refetch()} />
      )}
      {query.data && query.data.length > 0 && (
        <ul className="divide-y divide-line border-t border-line">
          {query.data.map((action) => (
            <ActionItem key={action.id} action={action} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <CardBody>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older ones
          </Button>
        </CardBody>
      )}
    </Card>
  );
}
