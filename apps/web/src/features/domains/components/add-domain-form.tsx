import { domainsRoutes } from '@engagex/domain/domains';
import { domainName } from '@engagex/domain/shared';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { z } from 'zod';
import { showServerErrors, submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

const input = z.object({ domain: domainName('Enter the domain, such as example.com.') });

/** One field: what is refused, such as gmail.com, is said below it. */
export function AddDomainForm({ autoFocus = false }: { autoFocus?: boolean }) {
  const [, go] = useLocation();
  const form = useZodForm(input, { domain: '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = useRouteMutation(domainsRoutes.create, {
    onMutate: () => setRefusal(null),
    onSuccess: ({ id }) => go(`/settings/domains/${id}`),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form
      noValidate
      className="flex w-full max-w-120 flex-col gap-2 text-left sm:flex-row sm:items-start"
      onSubmit={submitTo(form, ({ domain }) => create.mutate({ domain }))}
    >
      <Field
        label="Domain"
        help="The part after the @ in your sender address."
        error={form.formState.errors.domain?.message ?? refusal ?? undefined}
        className="min-w-0 flex-1"
      >
        <Input
          autoFocus={autoFocus}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="example.com"
          {...form.register('domain')}
        />
      </Field>
      <Button type="submit" variant="primary" icon={Plus} loading={create.isPending} className="sm:mt-6.5">
        Add domain
      </Button>
    </form>
  );
}
