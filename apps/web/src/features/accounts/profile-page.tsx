import { passwordChangeInput, profileInput, profileRoutes } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { settleForm, submitTo, useZodForm } from '../../shared/form.ts';
import { useRouteMutation } from '../../shared/query.ts';
import { refreshSession, useSession } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { useKeptForm } from '../../ui/kept-form.ts';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { notify } from '../../ui/toast.tsx';
import { AddressCard } from './components/address-card.tsx';
import { LanguageCard } from './components/language-card.tsx';
import { OwnSessionsCard } from './components/own-sessions-card.tsx';
import { SecondFactorsCard } from '../second-factors/index.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { changePassword } from './accounts.api.ts';

/** The signed-in person: name, how they want things written, password, and where they are signed in. */
export function ProfilePage() {
  return (
    <SettingsPage>
      <OwnAccount />
      <OwnSessionsCard />
    </SettingsPage>
  );
}

function OwnAccount() {
  const { boundTo } = useSession();
  if (boundTo) {
    return (
      <Notice meaning="info" title="You signed in through single sign-on">
        Your organization manages this session. To change your name, email address, password or second factor, sign out
        and sign in with your password. If you do not have one, choose “Forgot your password?” on the sign-in page.
      </Notice>
    );
  }
  return (
    <>
      <NameCard />
      <LanguageCard />
      <AddressCard />
      <PasswordCard />
      <SecondFactorsCard />
    </>
  );
}

const nameInput = profileInput.pick({ name: true }).required();

function NameCard() {
  const { user } = useSession();
  const form = useKeptForm('profile', nameInput, { name: user.name });
  const update = useRouteMutation(profileRoutes.update, {
    onSuccess: async (session) => {
      await refreshSession();
      settleForm(form, { name: session.user.name });
      notify('Name saved');
    },
    onError: showFailure(form, 'The name was not saved'),
  });
  return (
    <Card>
      <CardHeader title="You" state={user.email} />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => update.mutate(input))}>
          <Field
            label="Your name"
            help="Shown to your colleagues and to people you invite."
            error={form.formState.errors.name?.message}
          >
            <Input autoComplete="name" {...form.register('name')} />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" disabled={!form.formState.isDirty} loading={update.isPending}>
              Save name
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

function PasswordCard() {
  const empty = { current: '', password: '' };
  const form = useZodForm(passwordChangeInput, empty);
  const { errors } = form.formState;
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      form.reset(empty);
      notify('Password changed', { detail: 'You are signed out everywhere else.' });
    },
    onError: showFailure(form, 'The password was not changed'),
  });
  return (
    <Card>
      <CardHeader title="Password" />
      <CardBody>
        <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => change.mutate(input))}>
          <Field label="Current password" error={errors.current?.message}>
            <PasswordInput autoComplete="current-password" {...form.register('current')} />
          </Field>
          <Field label="New password" help="At least 8 characters." error={errors.password?.message}>
            <PasswordInput autoComplete="new-password" {...form.register('password')} />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" loading={change.isPending}>
              Change password
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
