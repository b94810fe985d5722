import { campaignsRoutes } from '@engagex/domain/campaigns';
import { Copy } from 'lucide-react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

export function DuplicateButton({ id }: { id: string }) {
  const [, go] = useLocation();
  const canWrite = useCan('campaigns:write');
  const duplicate = useRouteMutation(campaignsRoutes.duplicate, {
    onSuccess: (copy) => {
      notify(`“${copy.name}” created`);
      go(`/campaigns/${copy.id}/edit`);
    },
    onError: notifyFailure('The campaign was not duplicated'),
  });
  if (!canWrite) return null;
  return (
    <Button icon={Copy} loading={duplicate.isPending} onClick={() => duplicate.mutate({ id })}>
      Duplicate
    </Button>
  );
}
