import { groupsRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import type { StepProps } from './step-props.ts';

export function AudienceStep({ campaign, save, isSaving, goTo }: StepProps) {
  const [chosen, setChosen] = useState<readonly string[]>(campaign.groupIds);
  const [failure, setFailure] = useState<string | null>(null);
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  if (groups.error)
    return (
      <ErrorState error={groups.error} what="The groups could not be loaded." onRetry={() => void groups.refetch()} />
    );
  if (!groups.data) return <SkeletonLines label="Loading groups" />;
  if (groups.data.items.length === 0) {
    return (
      <EmptyState
        picture="groups"
        action={
          <ButtonLink variant="primary" href="/contacts/import">
            Import contacts
          </ButtonLink>
        }
      >
        A campaign is sent to groups of contacts. There is none yet.
      </EmptyState>
    );
  }
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  const next = () =>
    save({ groupIds: [...chosen] }).then(
      () => goTo(2),
      (error: unknown) => setFailure(messageOf(error)),
    );
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        {failure && <Notice meaning="danger">{failure}</Notice>}
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 font-medium">Send to everyone in</legend>
          {groups.data.items.map(({ id, name, memberCount }) => (
            <Checkbox
              key={id}
              label={name}
              help={formatCount(memberCount, 'contact')}
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
            />
          ))}
        </fieldset>
        <p className="text-sm text-muted">Somebody in several groups gets one message. Who unsubscribed is skipped.</p>
        <div className="flex justify-end">
          <Button variant="primary" loading={isSaving} onClick={() => void next()}>
            Continue to sender
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
