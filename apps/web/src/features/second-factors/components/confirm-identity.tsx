import { passwordInput, codeInput } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { ApiError } from '../../../shared/api-error.ts';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { PasswordInput } from '../../../ui/password-input.tsx';
import { notifyProblem } from '../../../ui/toast.tsx';
import { passkeyFailure } from '../passkeys.ts';
import { confirmWithCode, confirmWithPasskey, confirmWithPassword, secondFactorsQuery } from '../second-factors.api.ts';

interface Question {
  readonly answer: (isConfirmed: boolean) => void;
}

/** Runs `action`, and once more after the person has shown that it is them if the server asks for that; null when they would not. */
export type Guard = <T>(action: () => Promise<T>) => Promise<T | null>;

/**
 * For what a session that was left open must not be able to do:
 *
 *     const { guard, question } = useConfirmIdentity();
 *     const remove = useMutation({ mutationFn: () => guard(removeTotp) });
 *     return <>… {question}</>;
 */
export function useConfirmIdentity(): { guard: Guard; question: ReactNode } {
  const [question, setQuestion] = useState<Question | null>(null);
  const guard: Guard = async (action) => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'session.confirm') throw error;
    }
    const isConfirmed = await new Promise<boolean>((answer) => setQuestion({ answer }));
    setQuestion(null);
    return isConfirmed ? action() : null;
  };
  return {
    guard,
    question: (
      <Dialog
        open={question !== null}
        onOpenChange={(open) => !open && question?.answer(false)}
        title="Confirm it’s you"
        description="This changes how your account is protected, so confirm that it is yours."
      >
        {question && <Ways answer={question.answer} />}
      </Dialog>
    ),
  };
}

function Ways({ answer }: Question) {
  const factors = useQuery(secondFactorsQuery);
  if (!factors.data) return <DialogBody>…</DialogBody>;
  const { hasPassword, totp, passkeys } = factors.data;
  const usePasskey = passkeys.length > 0 && <PasskeyButton answer={answer} />;
  if (hasPassword) return <PasswordForm answer={answer} other={usePasskey} />;
  if (totp) return <CodeForm answer={answer} other={usePasskey} />;
  if (usePasskey) return <DialogFooter>{usePasskey}</DialogFooter>;
  return (
    <DialogBody className="pb-5">
      <p>Your account has no password yet. Sign out, choose “Forgot your password?” to set one, then sign in again.</p>
    </DialogBody>
  );
}

function PasskeyButton({ answer }: Question) {
  const confirm = useMutation({
    mutationFn: confirmWithPasskey,
    onSuccess: () => answer(true),
    onError: (error) => {
      const problem = passkeyFailure(error);
      if (problem) notifyProblem('The passkey was not accepted', problem);
    },
  });
  return (
    <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
      Use a passkey
    </Button>
  );
}

type WithOther = Question & { readonly other: ReactNode };

function PasswordForm({ answer, other }: WithOther) {
  const form = useZodForm(passwordInput, { password: '' });
  const confirm = useProof(confirmWithPassword, form, answer);
  return (
    <DialogForm
      onSubmit={submitTo(form, (input) => confirm.mutate(input))}
      action="Continue"
      isPending={confirm.isPending}
      other={other}
    >
      <Field label="Your password" error={form.formState.errors.password?.message}>
        <PasswordInput autoComplete="current-password" autoFocus {...form.register('password')} />
      </Field>
    </DialogForm>
  );
}

function CodeForm({ answer, other }: WithOther) {
  const form = useZodForm(codeInput, { code: '' });
  const confirm = useProof(confirmWithCode, form, answer);
  return (
    <DialogForm
      onSubmit={submitTo(form, (input) => confirm.mutate(input))}
      action="Continue"
      isPending={confirm.isPending}
      other={other}
    >
      <Field label="Code from your app" error={form.formState.errors.code?.message}>
        <Input autoComplete="one-time-code" inputMode="numeric" autoFocus {...form.register('code')} />
      </Field>
    </DialogForm>
  );
}

/** Sends what was typed; a refusal is next to its field. */
function useProof<Values extends FieldValues, Parsed>(
  confirm: (input: Parsed) => Promise<void>,
  form: UseFormReturn<Values, unknown, Parsed>,
  answer: Question['answer'],
) {
  return useMutation({
    mutationFn: confirm,
    onSuccess: () => answer(true),
    onError: showFailure(form, 'We could not confirm it’s you'),
  });
}
