import { templatesRoutes } from '@engagex/domain/templates';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { MessagePreview } from './message-preview.tsx';
import type { StepProps } from './step-props.ts';

export function ContentStep({ campaign, save, isSaving, goTo }: StepProps) {
  const saved = { name: campaign.name, templateId: campaign.templateId };
  const { value: content, change, settle } = useKeptState(`campaign ${campaign.id} content`, saved);
  const [failure, setFailure] = useState<string | null>(null);
  const templates = useQuery(routeQuery(templatesRoutes.list, { limit: 200 }));
  if (templates.error && !templates.data)
    return (
      <ErrorState
        error={templates.error}
        what="The templates could not be loaded."
        onRetry={() => void templates.refetch()}
      />
    );
  if (!templates.data) return <SkeletonLines label="Loading templates" />;
  if (templates.data.items.length === 0) {
    return (
      <EmptyState
        picture="templates"
        action={
          <ButtonLink variant="primary" href="/templates/new">
            Create a template
          </ButtonLink>
        }
      >
        A campaign sends a template. There is none yet.
      </EmptyState>
    );
  }
  const next = () =>
    save(content).then(
      () => {
        settle();
        goTo(1);
      },
      (error: unknown) => setFailure(messageOf(error)),
    );
  return (
    <>
      <Card>
        <CardBody className="flex flex-col gap-4">
          {failure && <Notice meaning="danger">{failure}</Notice>}
          <Field label="Name" help="Only your organization sees it.">
            <Input value={content.name} onChange={(event) => change({ ...content, name: event.target.value })} />
          </Field>
          <Field label="Template" help="Its content is frozen when you send; later changes do not reach this campaign.">
            <Select
              placeholder="Choose a template"
              options={templates.data.items.map((template) => ({
                value: template.id,
                label: template.name,
                detail: template.subject,
              }))}
              value={content.templateId}
              onChange={(templateId) => change({ ...content, templateId })}
            />
          </Field>
          <div className="flex justify-end">
            <Button variant="primary" loading={isSaving} onClick={() => void next()}>
              Continue to audience
            </Button>
          </div>
        </CardBody>
      </Card>
      {content.templateId && <MessagePreview campaign={campaign} templateId={content.templateId} />}
    </>
  );
}
