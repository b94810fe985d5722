import { colour, colourPresets, defaultColour, organizationRoutes } from '@engagex/domain/accounts';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { ColourPreview } from './colour-preview.tsx';

type Organization = OutputOf<typeof organizationRoutes.get>;

/** The colour of the pages recipients see, and the way back to the default. */
export function ColourCard() {
  const { data, error, refetch } = useQuery(routeQuery(organizationRoutes.get, {}));
  return (
    <Card aria-label="Colour">
      <CardHeader
        title="Colour"
        state="Used on the pages where people choose their preferences, unsubscribe and confirm their sign-up."
      />
      <CardBody>
        {error && !data ? (
          <ErrorState error={error} what="The colour could not be loaded." onRetry={() => void refetch()} />
        ) : data ? (
          <ColourForm organization={data} />
        ) : (
          <SkeletonLines label="Loading the colour" lines={3} />
        )}
      </CardBody>
    </Card>
  );
}

const colourForm = z.object({ colour });
const valuesOf = (organization: Organization) => ({ colour: organization.colour ?? defaultColour });

function ColourForm({ organization }: { organization: Organization }) {
  const saved = organization.colour;
  const form = useKeptForm('colour', colourForm, valuesOf(organization), { version: organization.updatedAt });
  const version = useFormVersion(form, {
    stored: organization,
    valuesOf,
    labels: { colour: 'Colour' },
    save: (): void => submit(),
  });
  const typed = colour.safeParse(form.watch('colour'));
  const shown = typed.success ? typed.data : (saved ?? defaultColour);
  const save = useRouteMutation(organizationRoutes.setColour, {
    onSuccess: (now) => {
      version.settle(now);
      notify(now.colour ? 'Colour saved' : 'Reset to the default colour');
    },
    onError: version.onRefused(showFailure(form, 'The colour was not saved')),
  });
  const submit = submitTo(form, (input) => save.mutate({ ...input, version: version.current() }));
  const choose = (chosen: string) => form.setValue('colour', chosen, { shouldDirty: true, shouldValidate: true });
  const restore = () => {
    choose(defaultColour);
    save.mutate({ colour: null });
  };
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <Field label="Colour" error={form.formState.errors.colour?.message} className="w-44">
          <div className="flex gap-2">
            <input
              type="color"
              aria-label="Pick a colour"
              value={shown}
              onChange={(event) => choose(event.target.value)}
              className="h-8 w-10 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-1 pointer-coarse:h-11 pointer-coarse:w-11"
            />
            <Input spellCheck={false} autoComplete="off" className="font-mono" {...form.register('colour')} />
          </div>
        </Field>
        <Presets chosen={shown} onChoose={choose} />
      </div>
      <ColourPreview colour={shown} />
      {version.notices}
      <div className="flex flex-wrap justify-end gap-2">
        {saved && (
          <Button variant="ghost" disabled={save.isPending} onClick={restore}>
            Reset to default
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          disabled={shown === (saved ?? defaultColour) && typed.success}
          loading={save.isPending}
        >
          Save colour
        </Button>
      </div>
    </form>
  );
}

function Presets({ chosen, onChoose }: { chosen: string; onChoose: (colour: string) => void }) {
  return (
    <div role="group" aria-label="Presets" className="flex flex-wrap gap-2">
      {colourPresets.map(({ name, colour: preset }) => (
        <button
          key={preset}
          type="button"
          aria-label={name}
          aria-pressed={preset === chosen}
          title={name}
          onClick={() => onChoose(preset)}
          style={{ backgroundColor: preset }}
          className={cn(
            'size-8 cursor-pointer rounded-full border border-line-strong pointer-coarse:size-11',
            preset === chosen && 'ring-2 ring-ink ring-offset-2 ring-offset-surface',
          )}
        />
      ))}
    </div>
  );
}
