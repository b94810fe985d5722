import { type AttributeDefinition, contactsRoutes } from '@engagex/domain/contacts';
import type { OutputOf } from '@engagex/domain/shared';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { CountrySelect } from '../../../ui/country-select.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { LanguageSelect } from '../../../ui/language-select.tsx';
import { TimeZoneSelect } from '../../../ui/time-zone-select.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { instantOf, textOfValue } from '../../attributes/index.ts';
import { AttributesInput } from './attributes-input.tsx';
import { contactValues, toInput, type ContactValues } from './contact-values.ts';
import { fieldLabels } from './field-labels.ts';

interface ContactFormProps {
  readonly contact: OutputOf<typeof contactsRoutes.get>;
  readonly definitions: readonly AttributeDefinition[];
}

const selects = { language: LanguageSelect, country: CountrySelect, timeZone: TimeZoneSelect };

export function ContactForm({ contact, definitions }: ContactFormProps) {
  const form = useKeptForm(`contact ${contact.id}`, contactValues(definitions), valuesOf(contact, definitions), {
    version: contact.updatedAt,
  });
  const { errors, isDirty } = form.formState;
  const version = useFormVersion(form, {
    stored: contact,
    valuesOf: (view: typeof contact) => valuesOf(view, definitions),
    labels: labelsOf(definitions),
    save: (): void => submit(),
  });
  const update = useRouteMutation(contactsRoutes.update, {
    onSuccess: (saved) => {
      version.settle({ ...contact, ...saved });
      notify('Contact saved');
    },
    onError: version.onRefused(showFailure(form, 'The contact was not saved')),
  });
  const canWrite = useCan('contacts:write');
  const submit = submitTo(form, (values) =>
    update.mutate({
      ...toInput(withInstants(values, definitions), definitions),
      id: contact.id,
      version: version.current(),
    }),
  );
  const text = (name: Exclude<keyof ContactValues, 'attributes'>) => ({
    disabled: !canWrite,
    ...form.register(name),
  });
  const chosen = (name: 'language' | 'country' | 'timeZone') => {
    const Select = selects[name];
    return (
      <Controller
        name={name}
        control={form.control}
        render={({ field: { value, onChange, onBlur } }) => (
          <Select
            value={value || null}
            placeholder="Not set"
            disabled={!canWrite}
            onChange={onChange}
            onClear={() => onChange('')}
            onBlur={onBlur}
          />
        )}
      />
    );
  };
  return (
    <Card>
      <CardHeader title="Profile" />
      <CardBody>
        <form noValidate className="grid gap-4 md:grid-cols-2" onSubmit={submit}>
          <Field label="Email address" error={errors.email?.message}>
            <Input type="email" {...text('email')} />
          </Field>
          <Field label="Phone" optional error={errors.phone?.message}>
            <Input type="tel" placeholder="+41 44 668 18 00" {...text('phone')} />
          </Field>
          <Field label="First name" optional error={errors.firstName?.message}>
            <Input {...text('firstName')} />
          </Field>
          <Field label="Last name" optional error={errors.lastName?.message}>
            <Input {...text('lastName')} />
          </Field>
          <Field label="Language" optional error={errors.language?.message}>
            {chosen('language')}
          </Field>
          <Field label="Country" optional error={errors.country?.message}>
            {chosen('country')}
          </Field>
          <Field label="Time zone" optional error={errors.timeZone?.message}>
            {chosen('timeZone')}
          </Field>
          <Field label="External ID" optional error={errors.externalId?.message}>
            <Input {...text('externalId')} />
          </Field>
          <AttributesInput control={form.control} definitions={definitions} readOnly={!canWrite} />
          {version.notices}
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

function labelsOf(definitions: readonly AttributeDefinition[]): Record<string, string> {
  return {
    ...fieldLabels,
    ...Object.fromEntries(definitions.map(({ name, label }) => [`attributes.${name}`, label])),
  };
}

function valuesOf(contact: ContactFormProps['contact'], definitions: readonly AttributeDefinition[]): ContactValues {
  return {
    email: contact.email ?? '',
    firstName: contact.firstName ?? '',
    lastName: contact.lastName ?? '',
    phone: contact.phone ?? '',
    language: contact.language ?? '',
    timeZone: contact.timeZone ?? '',
    country: contact.country ?? '',
    externalId: contact.externalId ?? '',
    attributes: Object.fromEntries(
      definitions.map(({ name, type }) => [name, textOfValue(contact.attributes[name], type)]),
    ),
  };
}

/** The times that were chosen in the zone of this device, as instants. */
function withInstants(values: ContactValues, definitions: readonly AttributeDefinition[]): ContactValues {
  const times = definitions.filter(({ type }) => type === 'timestamp').map(({ name }) => name);
  const instants = times.map((name) => [name, instantOf(values.attributes[name] ?? '')]);
  return { ...values, attributes: { ...values.attributes, ...Object.fromEntries(instants) } };
}
