import { mailboxProviderNames, mailboxProvidersRoutes, type MailboxProviderView } from '@engagex/domain/transports';
import { useQuery } from '@tanstack/react-query';
import { Pencil } from 'lucide-react';
import { z } from 'zod';
import { submitTo } from '../../../shared/form.ts';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Time } from '../../../ui/time.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useChosen } from '../../../ui/use-chosen.ts';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { numberOf, textOf } from './transport-words.ts';

const examples: Readonly<Record<MailboxProviderView['mailboxProvider'], string>> = {
  gmail: 'gmail.com and domains hosted by Google',
  outlook: 'outlook.com, hotmail.com and domains hosted by Microsoft',
  yahoo: 'yahoo.com, aol.com and domains hosted by Yahoo',
  other: 'every other domain',
};

/** How much each family of mailbox providers is handed. */
export function MailboxProvidersCard() {
  const canWrite = useCan('transports:write');
  const query = useQuery(routeQuery(mailboxProvidersRoutes.list, {}));
  const [changing, setChanging] = useChosen(query.data?.items, ({ mailboxProvider }) => mailboxProvider);
  return (
    <Card>
      <CardHeader
        title="Mailbox providers"
        state="If a provider asks us to slow down, we halve the rate, then ramp back up. Other providers are not affected."
      />
      {query.error && !query.data && (
        <ErrorState
          error={query.error}
          what="Mailbox providers could not be loaded."
          onRetry={() => void query.refetch()}
        />
      )}
      <ul className="divide-y divide-line">
        {query.data?.items.map((item) => (
          <li key={item.mailboxProvider} className="flex items-center gap-3 px-4 py-2">
            <div className="min-w-0 flex-1">
              <div className="font-medium">{mailboxProviderNames[item.mailboxProvider]}</div>
              <div className="text-sm text-muted">{examples[item.mailboxProvider]}</div>
              {item.slowedAt && (
                <div className="mt-1 flex flex-wrap items-center gap-2 text-sm">
                  <Badge meaning="warning">Slowed down to {rateWords(item.perSecondNow)}</Badge>
                  <span className="wrap-anywhere text-muted">
                    <Time value={item.slowedAt} />: {item.problem}
                  </span>
                </div>
              )}
            </div>
            <span className="text-right text-sm">{rateWords(item.perSecond)}</span>
            {canWrite && (
              <IconButton
                label={`Change the limit for ${mailboxProviderNames[item.mailboxProvider]}`}
                icon={Pencil}
                onClick={() => setChanging(item)}
              />
            )}
          </li>
        ))}
      </ul>
      <Dialog
        open={changing !== null}
        onOpenChange={() => setChanging(null)}
        title={changing ? `Limit for ${mailboxProviderNames[changing.mailboxProvider]}` : ''}
      >
        {changing && <MailboxProviderForm mailboxProvider={changing} close={() => setChanging(null)} />}
      </Dialog>
    </Card>
  );
}

const asTyped = z.object({ perSecond: z.string() });

const valuesOf = ({ perSecond }: MailboxProviderView) => ({ perSecond: textOf(perSecond) });
const labels = { perSecond: 'Messages per second' };

function MailboxProviderForm({
  mailboxProvider: stored,
  close,
}: {
  mailboxProvider: MailboxProviderView;
  close: () => void;
}) {
  const { mailboxProvider, updatedAt } = stored;
  const form = useKeptForm(`limit of ${mailboxProvider}`, asTyped, valuesOf(stored), { version: updatedAt });
  const version = useFormVersion(form, { stored, valuesOf, labels, save: (): void => save() });
  const update = useRouteMutation(mailboxProvidersRoutes.update, {
    onSuccess: () => {
      notify(`Limit for ${mailboxProviderNames[mailboxProvider]} saved`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The limit was not saved')),
  });
  function submit(values: z.output<typeof asTyped>) {
    const input = mailboxProvidersRoutes.update.body.safeParse({ perSecond: numberOf(values.perSecond) });
    if (input.success) return update.mutate({ mailboxProvider, ...input.data, version: version.current() });
    form.setError('perSecond', { message: input.error.issues[0]?.message ?? 'Enter a whole number.' });
  }
  const save = submitTo(form, submit);
  return (
    <form noValidate className="contents" onSubmit={save}>
      <DialogBody>
        <Field label="Messages per second" error={form.formState.errors.perSecond?.message}>
          <Input autoFocus inputMode="numeric" placeholder="No limit" {...form.register('perSecond')} />
        </Field>
        {version.notices}
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={update.isPending}>
          Save limit
        </Button>
      </DialogFooter>
    </form>
  );
}

function rateWords(perSecond: number | null): string {
  if (perSecond === null) return 'No limit';
  if (perSecond >= 1) return `${formatNumber(Math.round(perSecond * 10) / 10)} per second`;
  return `${formatNumber(Math.max(1, Math.round(perSecond * 60)))} per minute`;
}
