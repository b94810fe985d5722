import type { CampaignView } from '@engagex/domain/campaigns';
import { emailAddress, line } from '@engagex/domain/shared';
import { topicsRoutes } from '@engagex/domain/topics';
import { useQuery } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { SenderDomain } from '../../domains/index.ts';
import type { StepProps } from './step-props.ts';

const sender = z.object({
  senderName: line('the name the message comes from', 100),
  senderEmail: emailAddress,
  replyTo: z.union([z.literal(''), emailAddress]),
  topicId: z.string().nullable(),
});

const labels = {
  senderName: 'Sender name',
  senderEmail: 'Sender address',
  replyTo: 'Reply-to address',
  topicId: 'Topic',
};

function valuesOf({ senderName, senderEmail, replyTo, topicId }: CampaignView): z.input<typeof sender> {
  return { senderName, senderEmail, replyTo, topicId };
}

export function SenderStep({ campaign, save, isSaving, goTo }: StepProps) {
  const form = useKeptForm(`campaign ${campaign.id} sender`, sender, valuesOf(campaign), {
    version: campaign.updatedAt,
  });
  const topics = useQuery(routeQuery(topicsRoutes.list, {}));
  const version = useFormVersion(form, {
    stored: campaign,
    valuesOf,
    labels,
    show: (field, value) =>
      field === 'topicId'
        ? (topics.data?.items.find(({ id }) => id === (value ?? usual))?.name ?? 'The default topic')
        : String(value),
    save: (): void => submit(),
  });
  const submit = submitTo(form, (values) =>
    save(values, version.current()).then(
      () => goTo(4),
      version.onRefused(showFailure(form, 'The sender was not saved')),
    ),
  );
  const usual = topics.data?.items.find(({ isDefault }) => isDefault)?.id ?? '';
  const { errors } = form.formState;
  return (
    <Card>
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
          <Field
            label="Sender name"
            help="The first thing people see in their inbox."
            error={errors.senderName?.message}
          >
            <Input {...form.register('senderName')} />
          </Field>
          <Field
            label="Sender address"
            help="Use an address at your own domain. Replies go there, unless you enter a reply-to address."
            error={errors.senderEmail?.message}
          >
            <Input type="email" {...form.register('senderEmail')} />
          </Field>
          <SenderDomain address={form.watch('senderEmail')} />
          <Field
            label="Reply-to address"
            optional
            help="Leave empty to get replies at the sender address."
            error={errors.replyTo?.message}
          >
            <Input type="email" {...form.register('replyTo')} />
          </Field>
          <Field
            label="Topic"
            help="People who have opted out of this topic are skipped."
            error={
              topics.error && !topics.data
                ? 'The topics could not be loaded. The campaign keeps its current topic.'
                : undefined
            }
          >
            <Controller
              name="topicId"
              control={form.control}
              render={({ field: { value, onChange, onBlur } }) => (
                <Select
                  options={(topics.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                  value={value ?? usual}
                  onChange={(id) => onChange(id === usual ? null : id)}
                  onBlur={onBlur}
                />
              )}
            />
          </Field>
          {version.notices}
          <div className="flex justify-end">
            <Button type="submit" variant="primary" loading={isSaving}>
              Continue to time
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
