import { preferencesRoutes } from '@engagex/domain/preferences';
import { useQuery } from '@tanstack/react-query';
import { formatDate } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { suppressedBecause } from '../../suppressions/index.ts';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { consentInWords, sourceInWords } from './contact-words.ts';

/** What a contact wants to get, and how that came about. Unticking a topic is recorded at once. */
export function ContactPreferences({ id }: { id: string }) {
  const query = useQuery(routeQuery(preferencesRoutes.get, { id }));
  const canWrite = useCan('contacts:write');
  const setTopic = useRouteMutation(preferencesRoutes.setTopic, {
    onError: notifyFailure('The preference was not saved'),
  });
  const preferences = query.data;
  return (
    <Card>
      <CardHeader title="Preferences" />
      <CardBody className="flex flex-col gap-4">
        {query.error && !preferences && (
          <ErrorState
            error={query.error}
            what="Preferences could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading preferences" lines={3} />}
        {preferences?.suppression && (
          <Notice meaning="warning" title="This address is suppressed">
            It gets no mail. Suppressed <Time value={preferences.suppression.at} />:{' '}
            {suppressedBecause[preferences.suppression.reason]}
            {preferences.suppression.note && (
              <>
                , <q className="wrap-anywhere">{preferences.suppression.note}</q>
              </>
            )}
            .
          </Notice>
        )}
        {preferences?.pausedUntil && (
          <Notice meaning="info">Paused mail until {formatDate(preferences.pausedUntil)}.</Notice>
        )}
        {preferences && (
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-2 font-medium">Topics</legend>
            {preferences.topics.map(({ id: topicId, name, wanted }) => (
              <Checkbox
                key={topicId}
                label={name}
                checked={wanted}
                disabled={!canWrite || setTopic.isPending}
                onChange={() => setTopic.mutate({ id, topicId, wanted: !wanted })}
              />
            ))}
          </fieldset>
        )}
        {preferences && preferences.history.length > 0 && (
          <section aria-label="Preference history">
            <h3 className="mb-2 font-medium">History</h3>
            <ol className="divide-y divide-line">
              {preferences.history.map((entry) => (
                <li key={entry.id} className="flex flex-wrap justify-between gap-x-4 py-2">
                  <span>{consentInWords(entry)}</span>
                  <span className="text-sm text-muted">
                    {[entry.actor, sourceInWords(entry.source), entry.wording].filter(Boolean).join(' · ')} ·{' '}
                    <Time value={entry.at} />
                  </span>
                </li>
              ))}
            </ol>
          </section>
        )}
      </CardBody>
    </Card>
  );
}
