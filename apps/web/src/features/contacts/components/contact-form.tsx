import { contactInput, contactsRoutes } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { notify } from '../../../ui/toast.tsx';

const input = contactInput.omit({ attributes: true });

export function ContactForm({ contact }: { contact: OutputOf<typeof contactsRoutes.get> }) {
  const form = useZodForm(input, {
    email: contact.email,
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
  });
  const { errors, isDirty } = form.formState;
  const update = useRouteMutation(contactsRoutes.update, {
    onSuccess: () => notify('Contact saved'),
    onError: (error) => showServerErrors(form, error),
  });
  const canWrite = useCan('contacts:write');
  const attributes = Object.entries(contact.attributes);
  return (
    <Card>
      <CardHeader title="Profile" />
      <CardBody>
        <form
          noValidate
          className="grid gap-4 md:grid-cols-2"
          onSubmit={submitTo(form, (values) => update.mutate({ ...values, id: contact.id }))}
        >
          <Field label="Email address" className="md:col-span-2" error={errors.email?.message}>
            <Input type="email" {...form.register('email')} />
          </Field>
          <Field label="First name" optional error={errors.firstName?.message}>
            <Input {...form.register('firstName')} />
          </Field>
          <Field label="Last name" optional error={errors.lastName?.message}>
            <Input {...form.register('lastName')} />
          </Field>
          {attributes.length > 0 && (
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-sm md:col-span-2">
              {attributes.map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-muted">{name}</dt>
                  <dd className="wrap-anywhere">{value}</dd>
                </div>
              ))}
            </dl>
          )}
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
