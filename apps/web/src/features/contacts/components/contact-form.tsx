import { contactsRoutes } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { notify } from '../../../ui/toast.tsx';
import { AttributesInput } from './attributes-input.tsx';
import { contactValues, toInput } from './contact-values.ts';

export function ContactForm({ contact }: { contact: OutputOf<typeof contactsRoutes.get> }) {
  const form = useZodForm(contactValues, {
    email: contact.email,
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
    attributes: Object.entries(contact.attributes).map(([name, value]) => ({ name, value })),
  });
  const { errors, isDirty } = form.formState;
  const update = useRouteMutation(contactsRoutes.update, {
    onSuccess: () => notify('Contact saved'),
    onError: showFailure(form, 'The contact was not saved'),
  });
  const canWrite = useCan('contacts:write');
  return (
    <Card>
      <CardHeader title="Profile" />
      <CardBody>
        <form
          noValidate
          className="grid gap-4 md:grid-cols-2"
          onSubmit={submitTo(form, (values) => update.mutate({ ...toInput(values), id: contact.id }))}
        >
          <Field label="Email address" className="md:col-span-2" error={errors.email?.message}>
            <Input type="email" disabled={!canWrite} {...form.register('email')} />
          </Field>
          <Field label="First name" optional error={errors.firstName?.message}>
            <Input disabled={!canWrite} {...form.register('firstName')} />
          </Field>
          <Field label="Last name" optional error={errors.lastName?.message}>
            <Input disabled={!canWrite} {...form.register('lastName')} />
          </Field>
          <AttributesInput control={form.control} register={form.register} readOnly={!canWrite} />
          {canWrite && (
            <div className="flex justify-end md:col-span-2">
              <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
                Save contact
              </Button>
            </div>
          )}
        </form>
      </CardBody>
    </Card>
  );
}
