import { type DomainView, domainsRoutes, type returnPathInput } from '@engagex/domain/domains';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { ApiError } from '../../../shared/api-error.ts';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** Where bounces go, and whether messages already leave with that address. */
export function ReturnPathCard({ domain }: { domain: DomainView }) {
  const [isChanging, setChanging] = useState(false);
  const canWrite = useCan('domains:write');
  const { kind, host, mailServer, isUsable } = domain.returnPath;
  return (
    <Card aria-label="Return path">
      <CardHeader
        title="Return path"
        state="Where bounces go"
        action={
          canWrite && (
            <Button size="small" onClick={() => setChanging(true)}>
              Change
            </Button>
          )
        }
      />
      <CardBody className="flex flex-wrap items-center justify-between gap-3">
        {kind === 'none' ? (
          <p className="text-muted">Not set up. Bounces are counted only if your transport reports them.</p>
        ) : (
          <>
            <p className="min-w-0 wrap-anywhere">
              <span className="font-mono text-sm">{host}</span>{' '}
              <span className="text-muted">
                {kind === 'own' ? `→ your mail server ${mailServer ?? ''}` : '→ this installation'}
              </span>
            </p>
            {isUsable ? <Badge meaning="good">In use</Badge> : <Badge meaning="neutral">Waiting for its records</Badge>}
          </>
        )}
      </CardBody>
      <Dialog open={isChanging} onOpenChange={setChanging} title="Return path">
        <ReturnPathForm domain={domain} close={() => setChanging(false)} />
      </Dialog>
    </Card>
  );
}

const asTyped = z.object({ kind: z.enum(['installation', 'own']), mailServer: z.string(), spf: z.string() });
const kinds = [
  { value: 'installation', label: 'This installation', detail: 'Bounces are read and counted automatically' },
  { value: 'own', label: 'Your own mail server', detail: 'If you send through your own relay' },
] as const;

function ReturnPathForm({ domain, close }: { domain: DomainView; close: () => void }) {
  const { returnPath } = domain;
  const form = useZodForm(asTyped, {
    kind: returnPath.kind === 'own' ? 'own' : 'installation',
    mailServer: returnPath.mailServer ?? '',
    spf: returnPath.spf ?? '',
  });
  const { errors } = form.formState;
  function show(problems: ApiError['errors']): boolean {
    for (const { path, message } of problems) {
      const field = asTyped.keyof().safeParse(path.at(-1));
      if (!field.success) return false;
      form.setError(field.data, { message });
    }
    return problems.length > 0;
  }
  const save = useRouteMutation(domainsRoutes.setReturnPath, {
    onSuccess: () => {
      notify('Return path changed', { detail: 'Publish its records.' });
      close();
    },
    onError: (error) => {
      if (!(error instanceof ApiError && show(error.errors))) notifyFailure('The return path was not changed')(error);
    },
  });
  function submit({ kind, mailServer, spf }: z.output<typeof asTyped>) {
    const input: z.input<typeof returnPathInput> = kind === 'own' ? { kind, mailServer, spf } : { kind };
    save.mutate({ id: domain.id, returnPath: input, version: domain.updatedAt });
  }
  return (
    <DialogForm onSubmit={submitTo(form, submit)} action="Save return path" isPending={save.isPending} close={close}>
      <Field label="Bounces go to" error={errors.kind?.message}>
        <Controller name="kind" control={form.control} render={({ field }) => <Select {...field} options={kinds} />} />
      </Field>
      {form.watch('kind') === 'own' && (
        <>
          <Field label="Mail server" help="Takes the bounces." error={errors.mailServer?.message}>
            <Input placeholder="mail.example.com" autoComplete="off" {...form.register('mailServer')} />
          </Field>
          <Field
            label="SPF terms"
            help="What SPF should allow, without “v=spf1” and “-all”."
            error={errors.spf?.message}
          >
            <Input placeholder="include:spf.example.com" autoComplete="off" {...form.register('spf')} />
          </Field>
        </>
      )}
    </DialogForm>
  );
}
