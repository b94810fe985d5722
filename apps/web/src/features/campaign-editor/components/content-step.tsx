import type { CampaignView } from '@engagex/domain/campaigns';
import { templatesRoutes } from '@engagex/domain/templates';
import { withStandIns } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { MessagePreview, UtmFields } from '../../campaigns/index.ts';
import type { StepProps } from './step-props.ts';
import { useStep } from './use-step.tsx';

export function ContentStep({ campaign, save, isSaving, goTo }: StepProps) {
  const templates = useQuery(routeQuery(templatesRoutes.list, { limit: 200 }));
  const step = useStep<Pick<CampaignView, 'name' | 'templateId' | 'preheader' | 'utm'>>(
    { campaign, save },
    {
      name: 'content',
      valuesOf: ({ name, templateId, preheader, utm }) => ({ name, templateId, preheader, utm }),
      labels: { name: 'Name', templateId: 'Template', preheader: 'Preheader', utm: 'UTM parameters' },
      show: (field, value) =>
        field === 'utm'
          ? Object.values(value ?? {})
              .filter(Boolean)
              .join(', ') || 'None'
          : (templates.data?.items.find(({ id }) => id === value)?.name ?? String(value ?? 'None')),
    },
  );
  const { value: content, change } = step;
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
        picture="layout"
        action={
          <ButtonLink variant="primary" href="/templates/new">
            Create a template
          </ButtonLink>
        }
      >
        A campaign needs a template. You have none yet.
      </EmptyState>
    );
  }
  return (
    <>
      <Card>
        <CardBody className="flex flex-col gap-4">
          {step.asides}
          <Field label="Name" help="Only your organization sees it.">
            <Input value={content.name} onChange={(event) => change({ ...content, name: event.target.value })} />
          </Field>
          <Field
            label="Template"
            help="Its content is frozen when you send. Later changes to the template do not affect this campaign."
          >
            <Select
              placeholder="Choose a template"
              options={templates.data.items.map((template) => ({
                value: template.id,
                label: template.name,
                detail: withStandIns(template.subject),
              }))}
              value={content.templateId}
              onChange={(templateId) => change({ ...content, templateId })}
            />
          </Field>
          <Field
            label="Preheader"
            optional
            help="Shown after the subject in the inbox. Leave empty to use the template’s."
          >
            <Input
              value={content.preheader}
              onChange={(event) => change({ ...content, preheader: event.target.value })}
            />
          </Field>
          <UtmFields value={content.utm} onChange={(utm) => change({ ...content, utm })} />
          <div className="flex justify-end">
            <Button variant="primary" loading={isSaving} onClick={() => void step.store(() => goTo(1))}>
              Continue to audience
            </Button>
          </div>
        </CardBody>
      </Card>
      {content.templateId && <MessagePreview campaign={campaign} templateId={content.templateId} />}
    </>
  );
}
