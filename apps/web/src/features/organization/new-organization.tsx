import { accountsRoutes, organizationName } from '@engagex/domain/accounts';
import { useState, type ReactNode } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { z } from 'zod';
import { ownTimeZone } from '../../shared/format.ts';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { queryClient, useRouteMutation } from '../../shared/query.ts';
import { sessionQuery } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';

const schema = z.object({ name: organizationName });

export function NewOrganizationDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="New organization"
      description="You will be its owner. Contacts, templates and campaigns are never shared between organizations."
    >
      <OrganizationForm onDone={() => onOpenChange(false)}>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
      </OrganizationForm>
    </Dialog>
  );
}

/** The same on a page of its own, for people who belong to no organization. */
export function NewOrganization() {
  return (
    <div className="-mx-5">
      <OrganizationForm />
    </div>
  );
}

function OrganizationForm({ onDone, children }: { onDone?: () => void; children?: ReactNode }) {
  const form = useZodForm(schema, { name: '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = useRouteMutation(accountsRoutes.createOrganization, {
    onSuccess: async ({ id }) => {
      await queryClient.refetchQueries(sessionQuery);
      onDone?.();
      navigate(`/o/${id}`);
    },
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form
      noValidate
      className="contents"
      onSubmit={submitTo(form, (input) => create.mutate({ ...input, timeZone: ownTimeZone() }))}
    >
      <DialogBody>
        {refusal && <Notice meaning="danger">{refusal}</Notice>}
        <Field label="Organization name" error={form.formState.errors.name?.message}>
          <Input autoComplete="organization" {...form.register('name')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        {children}
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create organization
        </Button>
      </DialogFooter>
    </form>
  );
}
