import type { PasskeyView, SecondFactorsView } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Smartphone } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { queryClient } from '../../../shared/query.ts';
import { refreshSession } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { hasPasskeys } from '../passkeys.ts';
import { beginTotp, removePasskey, removeTotp, renewRecoveryCodes, secondFactorsQuery } from '../second-factors.api.ts';
import { type Guard, useConfirmIdentity } from './confirm-identity.tsx';
import { PasskeyDialog } from './passkey-dialog.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TotpDialog, type TotpSetup } from './totp-dialog.tsx';

/** What protects the account besides the password. */
export function SecondFactorsCard() {
  const factors = useQuery(secondFactorsQuery);
  const { guard, question } = useConfirmIdentity();
  if (factors.error && !factors.data) {
    return (
      <ErrorState
        error={factors.error}
        what="Your second factors could not be loaded."
        onRetry={() => void factors.refetch()}
      />
    );
  }
  return (
    <Card>
      <CardHeader title="Second factor" state={factors.data && stateOf(factors.data)} />
      {!factors.data && (
        <CardBody>
          <SkeletonLines label="Loading second factors" lines={3} />
        </CardBody>
      )}
      {factors.data && (
        <ul className="divide-y divide-line">
          <AppRow isOn={factors.data.totp} guard={guard} />
          {factors.data.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} guard={guard} />
          ))}
          <NewPasskeyRow guard={guard} />
          {isProtected(factors.data) && <CodesRow left={factors.data.recoveryCodesLeft} guard={guard} />}
        </ul>
      )}
      {question}
    </Card>
  );
}

function isProtected({ totp, passkeys }: SecondFactorsView): boolean {
  return totp || passkeys.length > 0;
}

function stateOf(factors: SecondFactorsView): string {
  return isProtected(factors)
    ? 'On: nobody can sign in with just your password'
    : 'Off: anyone who knows your password can sign in';
}

/** Once the codes are kept and not before: a new factor may open the organization, which takes this card away. */
async function refresh(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: secondFactorsQuery.queryKey });
  await refreshSession();
}

function Row({
  icon: Icon,
  title,
  detail,
  children,
}: {
  icon: typeof KeyRound;
  title: ReactNode;
  detail: ReactNode;
  children?: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-48 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-muted">{detail}</p>
      </div>
      {children}
    </li>
  );
}

function AppRow({ isOn, guard }: { isOn: boolean; guard: Guard }) {
  const [setup, setSetup] = useState<TotpSetup | null>(null);
  const begin = useMutation({
    mutationFn: () => guard(beginTotp),
    onSuccess: setSetup,
    onError: notifyFailure('The app was not set up'),
  });
  const remove = useMutation({
    mutationFn: () => guard(removeTotp),
    onSuccess: (removed) => {
      if (removed) notify('Authenticator app removed');
      void refresh();
    },
    onError: notifyFailure('The app was not removed'),
  });
  return (
    <Row
      icon={Smartphone}
      title="Authenticator app"
      detail={isOn ? 'Asks for a six-digit code' : 'Codes on your phone, even offline'}
    >
      {isOn ? (
        <Button size="small" loading={remove.isPending} onClick={() => remove.mutate()}>
          Remove app
        </Button>
      ) : (
        <Button size="small" loading={begin.isPending} onClick={() => begin.mutate()}>
          Set up app
        </Button>
      )}
      <TotpDialog
        setup={setup}
        guard={guard}
        onClose={() => {
          setSetup(null);
          void refresh();
        }}
      />
    </Row>
  );
}

function PasskeyRow({ passkey: { id, name, createdAt, lastUsedAt }, guard }: { passkey: PasskeyView; guard: Guard }) {
  const remove = useMutation({
    mutationFn: () => guard(() => removePasskey(id)),
    onSuccess: (removed) => {
      if (removed) notify(`Passkey “${name}” removed`);
      void refresh();
    },
    onError: notifyFailure('The passkey was not removed'),
  });
  return (
    <Row
      icon={KeyRound}
      title={`Passkey “${name}”`}
      detail={
        <>
          Added <Time value={createdAt} />,{' '}
          {lastUsedAt ? (
            <>
              last used <Time value={lastUsedAt} />
            </>
          ) : (
            'not used yet'
          )}
        </>
      }
    >
      <Button
        size="small"
        loading={remove.isPending}
        aria-label={`Remove passkey ${name}`}
        onClick={() => remove.mutate()}
      >
        Remove
      </Button>
    </Row>
  );
}

function NewPasskeyRow({ guard }: { guard: Guard }) {
  const [isAdding, setAdding] = useState(false);
  const isPossible = hasPasskeys();
  return (
    <Row
      icon={KeyRound}
      title="Passkeys"
      detail={
        isPossible
          ? 'Sign in with your fingerprint, face or PIN; nothing to type or leak'
          : 'This browser does not support passkeys, or the page was opened without HTTPS'
      }
    >
      {isPossible && (
        <Button size="small" onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      )}
      <PasskeyDialog
        open={isAdding}
        guard={guard}
        onClose={() => {
          setAdding(false);
          void refresh();
        }}
      />
    </Row>
  );
}

function CodesRow({ left, guard }: { left: number; guard: Guard }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = useMutation({
    mutationFn: () => guard(renewRecoveryCodes),
    onSuccess: (next) => {
      setCodes(next);
      void refresh();
    },
    onError: notifyFailure('No new codes were made'),
  });
  return (
    <Row
      icon={KeyRound}
      title="Recovery codes"
      detail={left === 0 ? 'None left: make new ones' : `${left} left, in case you lose your other factors`}
    >
      <Button size="small" loading={renew.isPending} onClick={() => renew.mutate()}>
        Make new codes
      </Button>
      <Dialog open={codes !== null} onOpenChange={(open) => !open && setCodes(null)} title="Your recovery codes">
        {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      </Dialog>
    </Row>
  );
}
