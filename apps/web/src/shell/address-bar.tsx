import { useMutation } from '@tanstack/react-query';
import { MailWarning } from 'lucide-react';
import { resendConfirmation, useSession } from '../shared/session.ts';
import { Button } from '../ui/button.tsx';
import { notify, notifyFailure } from '../ui/toast.tsx';

/** A line above every page until the address is confirmed: inviting and sending wait for it. */
export function AddressBar() {
  const { user, boundTo } = useSession();
  const resend = useMutation({
    mutationFn: resendConfirmation,
    onSuccess: () => notify(`Link sent to ${user.email}`),
    onError: notifyFailure('The link was not sent'),
  });
  if (user.isVerified || boundTo) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warning-soft px-4 py-1.5 text-sm">
      <MailWarning aria-hidden className="size-4 shrink-0" />
      <p className="min-w-48 flex-1 wrap-anywhere">
        Confirm your email address with the link we sent to {user.email}. Until then you cannot invite people or send.
      </p>
      <Button size="small" loading={resend.isPending} onClick={() => resend.mutate()}>
        Resend link
      </Button>
    </div>
  );
}
