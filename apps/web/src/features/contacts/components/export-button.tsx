import { exportsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { Download } from 'lucide-react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Begins to write the contacts that match to a file, and shows where it will be. */
export function ExportButton({ filter }: { filter: InputOf<typeof exportsRoutes.create> }) {
  const [, go] = useLocation();
  const create = useRouteMutation(exportsRoutes.create, {
    onSuccess: () => go('/contacts/exports'),
    onError: notifyFailure('The contacts were not exported'),
  });
  return (
    <Button icon={Download} loading={create.isPending} onClick={() => create.mutate(filter)}>
      Export
    </Button>
  );
}
