import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import { Stethoscope } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

interface RunTestProps {
  readonly domainId: string;
  readonly transportId: string;
  readonly isAgain: boolean;
  readonly isRunning: boolean;
  readonly isPrimary?: boolean;
  readonly onStarted?: (id: string) => void;
}

/** Starts a delivery test; nothing for those who may not. */
export function RunTest({ domainId, transportId, isAgain, isRunning, isPrimary = false, onStarted }: RunTestProps) {
  const canRun = useCan('campaigns:send');
  const run = useRouteMutation(deliveryTestsRoutes.create, {
    onSuccess: ({ id }) => onStarted?.(id),
    onError: notifyFailure('The delivery test was not started'),
  });
  if (!canRun) return null;
  return (
    <Button
      icon={Stethoscope}
      {...(isPrimary ? { variant: 'primary' } : { size: 'small' })}
      loading={run.isPending || isRunning}
      onClick={() => run.mutate({ domainId, transportId })}
    >
      {isAgain ? 'Run again' : 'Run test'}
    </Button>
  );
}
