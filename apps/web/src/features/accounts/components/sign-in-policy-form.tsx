import {
  arrivalRoles,
  identityProviderInput,
  signInPolicyRoutes,
  type SignInPolicyView,
} from '@engagex/domain/accounts';
import type { InputOf } from '@engagex/domain/shared';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { z } from 'zod';
import { ApiError, messageOf } from '../../../shared/api-error.ts';
import { submitTo } from '../../../shared/form.ts';
import { formatCount } from '../../../shared/format.ts';
import { request } from '../../../shared/http.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { refreshSession } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Notice } from '../../../ui/notice.tsx';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify } from '../../../ui/toast.tsx';
import { textOf, useFormVersion } from '../../../ui/use-version.tsx';
import { checkIssuer } from '../accounts.api.ts';
import { roleOptions } from '../../members/index.ts';
import { SignInTestPart } from './sign-in-test.tsx';

/** The form has the domains as one line and the provider's fields always, whether it is used or not. */
const formInput = z.object({
  requiresSecondFactor: z.boolean(),
  requiresSingleSignOn: z.boolean(),
  hasProvider: z.boolean(),
  issuer: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  allowedDomains: z.string(),
  defaultRole: z.enum(arrivalRoles),
});
type FormInput = z.output<typeof formInput>;

const labels = {
  requiresSecondFactor: 'Require a second factor for every member',
  hasProvider: 'Use our own provider',
  issuer: 'Issuer',
  clientId: 'Client ID',
  allowedDomains: 'Allowed email domains',
  defaultRole: 'Role for new members',
  requiresSingleSignOn: 'Single sign-on only',
};
const inWords = (field: string, value: unknown) =>
  field === 'defaultRole'
    ? (roleOptions(arrivalRoles).find((role) => role.value === value)?.label ?? '')
    : textOf(value);

/** Keeps the rules; a provider that does not answer is said before anything is kept. */
async function save(input: InputOf<typeof signInPolicyRoutes.update>): Promise<SignInPolicyView> {
  if (input.provider) await checkIssuer(input.provider.issuer);
  return request(signInPolicyRoutes.update, input);
}

export function SignInPolicyForm({ policy }: { policy: SignInPolicyView }) {
  const form = useKeptForm('sign-in policy', formInput, valuesOf(policy), {
    version: policy.updatedAt,
    secrets: ['clientSecret'],
  });
  const version = useFormVersion(form, { stored: policy, valuesOf, labels, show: inWords, save: (): void => send() });
  const [refusal, setRefusal] = useState<string | null>(null);
  const { errors, isDirty } = form.formState;
  const [hasProvider, requiresSingleSignOn] = form.watch(['hasProvider', 'requiresSingleSignOn']);
  const { issuer, clientId, clientSecret, allowedDomains } = form.formState.dirtyFields;
  const isProviderChanged = Boolean(issuer || clientId || clientSecret || allowedDomains);
  // What is on can be turned off; what is off waits for the test.
  const mayRequire = requiresSingleSignOn || (policy.notYetOnly === null && !isProviderChanged);

  function show(problems: readonly { path: readonly PropertyKey[]; message: string }[]): boolean {
    for (const { path, message } of problems) {
      const field = formInput.keyof().safeParse(path[0] === 'provider' ? path[1] : path[0]);
      if (!field.success) return false;
      form.setError(field.data, { message });
    }
    return problems.length > 0;
  }
  const update = useMutation({
    mutationFn: save,
    onMutate: () => setRefusal(null),
    onSuccess: async (saved) => {
      await invalidateNoun('sign-in-policy');
      await refreshSession();
      version.settle(saved);
      notify('Sign-in policy saved');
    },
    onError: version.onRefused((error) => {
      if (!(error instanceof ApiError && show(error.errors))) setRefusal(messageOf(error));
    }),
  });
  function submit(values: FormInput) {
    const rules = { ...rulesOf(values), version: version.current() };
    if (!values.hasProvider) return update.mutate({ ...rules, requiresSingleSignOn: false, provider: null });
    const domains = values.allowedDomains.split(/[\s,;]+/).filter(Boolean);
    const provider = identityProviderInput.safeParse({ ...values, allowedDomains: domains });
    if (provider.success) return update.mutate({ ...rules, provider: provider.data });
    show(provider.error.issues);
    return undefined;
  }

  const send = submitTo(form, submit);
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={send}>
      {version.notices}
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Card>
        <CardHeader title="Second factor" state={withoutWords(policy.withoutSecondFactor)} />
        <CardBody>
          <Checkbox
            label="Require a second factor for every member"
            help="Members without one must set it up before they can continue. This does not apply to members who use your single sign-on."
            {...form.register('requiresSecondFactor')}
          />
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Single sign-on" state="Members sign in through your company’s OpenID Connect provider" />
        <CardBody className="flex flex-col gap-4">
          <Checkbox label="Use our own provider" {...form.register('hasProvider')} />
          {hasProvider && (
            <>
              <Address label="Redirect URI to register with your provider" text={policy.redirectUri} />
              <Field
                label="Issuer"
                help="The URL of its discovery document, without /.well-known/openid-configuration."
                error={errors.issuer?.message}
              >
                <Input type="url" placeholder="https://login.example.com" {...form.register('issuer')} />
              </Field>
              <div className="grid gap-4 md:grid-cols-2">
                <Field label="Client ID" error={errors.clientId?.message}>
                  <Input autoComplete="off" {...form.register('clientId')} />
                </Field>
                <Field
                  label="Client secret"
                  help={policy.provider ? 'Leave empty to keep the current one.' : undefined}
                  error={errors.clientSecret?.message}
                >
                  <PasswordInput autoComplete="new-password" {...form.register('clientSecret')} />
                </Field>
                <Field
                  label="Allowed email domains"
                  help="Separate several with commas."
                  error={errors.allowedDomains?.message}
                >
                  <Input placeholder="example.com" {...form.register('allowedDomains')} />
                </Field>
                <Field label="Role for new members" error={errors.defaultRole?.message}>
                  <Controller
                    name="defaultRole"
                    control={form.control}
                    render={({ field }) => <Select {...field} options={roleOptions(arrivalRoles)} />}
                  />
                </Field>
              </div>
              {policy.provider && <SignInTestPart policy={policy} isChanged={isProviderChanged} />}
              <Checkbox
                label="Single sign-on only"
                help="Members can no longer sign in with a password. Owners still can, in case the provider is down. To change the provider later, turn this off, save and test again."
                disabled={!mayRequire}
                {...form.register('requiresSingleSignOn')}
              />
              {requiresSingleSignOn && <Address label="Members sign in at" text={policy.signInUrl} />}
              {!requiresSingleSignOn && policy.provider && (
                <Address label="Members can sign in at" text={policy.signInUrl} />
              )}
            </>
          )}
        </CardBody>
      </Card>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={!isDirty} loading={update.isPending}>
          Save policy
        </Button>
      </div>
    </form>
  );
}

function Address({ label, text }: { label: string; text: string }) {
  return (
    <div className="text-sm">
      <p className="text-muted">{label}</p>
      <p className="flex items-center gap-1 font-mono break-all">
        {text}
        <CopyButton text={text} label={`Copy: ${label}`} />
      </p>
    </div>
  );
}

function withoutWords(members: number): string {
  if (members === 0) return 'Every member has one';
  return `${formatCount(members, 'member has', 'members have')} none yet`;
}

function rulesOf({ requiresSecondFactor, requiresSingleSignOn }: FormInput) {
  return { requiresSecondFactor, requiresSingleSignOn };
}

function valuesOf({ requiresSecondFactor, requiresSingleSignOn, provider }: SignInPolicyView): FormInput {
  return {
    requiresSecondFactor,
    requiresSingleSignOn,
    hasProvider: provider !== null,
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    allowedDomains: provider?.allowedDomains.join(', ') ?? '',
    defaultRole: provider?.defaultRole ?? 'editor',
  };
}
