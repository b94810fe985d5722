import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../shared/api-error.ts';
import { refreshSession, sessionQuery } from '../../shared/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AccountsFrame } from './accounts-page.tsx';
import { confirmAddress } from './accounts.api.ts';

/** Where the link of a confirmation leads. A click of the person confirms, so that no mail scanner does it for them. */
export function ConfirmAddressPage() {
  const [token] = useState(() => location.hash.slice(1));
  const session = useQuery(sessionQuery);
  const confirm = useMutation({
    mutationFn: () => confirmAddress(token),
    onSuccess: async () => {
      if (session.data) await refreshSession();
    },
  });
  return (
    <AccountsFrame title="Confirm your email address" intro="So we know this address is yours.">
      {confirm.error && <Notice meaning="danger">{messageOf(confirm.error)}</Notice>}
      {confirm.data ? (
        <>
          <Notice meaning="good" title="Thank you">
            {confirm.data.email} is confirmed.
          </Notice>
          <ButtonLink href="/" variant="primary">
            Go to EngageX
          </ButtonLink>
        </>
      ) : (
        <Button variant="primary" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          Confirm address
        </Button>
      )}
    </AccountsFrame>
  );
}
