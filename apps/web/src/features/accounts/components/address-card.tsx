import { addressInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { useSession } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { changeAddress } from '../accounts.api.ts';
import { useConfirmIdentity } from '../../second-factors/index.ts';

/** The address one signs in with; another one counts once its mail was answered. */
export function AddressCard() {
  const { user } = useSession();
  const form = useZodForm(addressInput, { email: '' });
  const { guard, question } = useConfirmIdentity();
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (input: { email: string }) => guard(async () => changeAddress(input).then(() => input.email)),
    onSuccess: (email) => {
      if (email === null) return;
      setMailedTo(email);
      form.reset({ email: '' });
    },
    onError: showFailure(form, 'The address was not changed'),
  });
  return (
    <Card>
      <CardHeader
        title="Email address"
        state={user.email}
        action={
          user.isVerified ? <Badge meaning="good">Confirmed</Badge> : <Badge meaning="warning">Not confirmed</Badge>
        }
      />
      <CardBody className="flex flex-col gap-4">
        {mailedTo && (
          <Notice meaning="info" title="Check your new inbox">
            We sent a link to {mailedTo}. Until you open it, keep signing in with {user.email}.
          </Notice>
        )}
        <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => change.mutate(input))}>
          <Field label="New address" error={form.formState.errors.email?.message}>
            <Input type="email" autoComplete="email" {...form.register('email')} />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" loading={change.isPending}>
              Change address
            </Button>
          </div>
        </form>
      </CardBody>
      {question}
    </Card>
  );
}
