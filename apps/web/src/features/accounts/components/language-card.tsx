import { type Language, languages, profileInput, profileRoutes } from '@engagex/domain/accounts';
import { Controller } from 'react-hook-form';
import { settleForm, submitTo } from '../../../shared/form.ts';
import { ownTimeZone, zoneInWords } from '../../../shared/format.ts';
import { languageName, ownLanguageName } from '../../../shared/names-of-codes.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { refreshSession, useOrganization, useSession } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { type SearchOption, SearchSelect } from '../../../ui/search-select.tsx';
import { TimeZoneSelect } from '../../../ui/time-zone-select.tsx';
import { notify } from '../../../ui/toast.tsx';

const input = profileInput.pick({ language: true, timeZone: true });
const asBrowser = 'browser';

/** Each with how it writes the last day of a year, which tells the styles apart. */
const options: readonly SearchOption[] = [
  { value: asBrowser, label: 'This browser’s English format' },
  ...languages.map((value) => ({
    value,
    label: languageName(value),
    detail: exampleOf(value),
    also: ownLanguageName(value),
  })),
];

function exampleOf(language: Language): string {
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  return `${date.format(new Date('2026-12-31'))} · ${new Intl.NumberFormat(language).format(12_345.6)}`;
}

/** How this person wants dates and numbers written, and in which time zone. */
export function LanguageCard() {
  const { user } = useSession();
  const { timeZone } = useOrganization();
  const form = useKeptForm('language', input, { language: user.language, timeZone: user.timeZone });
  const { errors, isDirty } = form.formState;
  const update = useRouteMutation(profileRoutes.update, {
    onSuccess: async ({ user: { language, timeZone: zone } }) => {
      await refreshSession();
      settleForm(form, { language, timeZone: zone });
      notify('Language and region saved');
    },
    onError: showFailure(form, 'Language and region were not saved'),
  });
  return (
    <Card>
      <CardHeader title="Language and region" state={`This browser’s time zone: ${zoneInWords(ownTimeZone())}`} />
      <CardBody>
        <form
          noValidate
          className="grid gap-4 md:grid-cols-2"
          onSubmit={submitTo(form, (values) => update.mutate(values))}
        >
          <Field
            label="Dates and numbers"
            help="How dates and numbers are formatted. Everything else is in English for now."
            error={errors.language?.message}
          >
            <Controller
              name="language"
              control={form.control}
              render={({ field: { value, onChange, onBlur } }) => (
                <SearchSelect
                  options={options}
                  value={options.find((option) => option.value === (value ?? asBrowser)) ?? null}
                  nothing="No language found."
                  onBlur={onBlur}
                  onChange={(next) => onChange(next.value === asBrowser ? null : next.value)}
                />
              )}
            />
          </Field>
          <Field
            label="Time zone"
            help="Times are shown in this zone wherever you are. Leave empty to use the organization’s."
            error={errors.timeZone?.message}
          >
            <Controller
              name="timeZone"
              control={form.control}
              render={({ field: { value, onChange, onBlur } }) => (
                <TimeZoneSelect
                  placeholder={`Same as the organization (${zoneInWords(timeZone)})`}
                  value={value ?? null}
                  onChange={onChange}
                  onClear={() => onChange(null)}
                  onBlur={onBlur}
                />
              )}
            />
          </Field>
          <div className="flex justify-end md:col-span-2">
            <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
              Save language and region
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
