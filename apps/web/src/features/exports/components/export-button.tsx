import { exportsRoutes } from '@engagex/domain/contacts';
import type { InputOf } from '@engagex/domain/shared';
import { Download, FileSpreadsheet, FileText } from 'lucide-react';
import { useLocation } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

/** Begins to write the contacts that match to a file of the kind chosen, and shows where it will be. */
export function ExportButton({ filter }: { filter: Omit<InputOf<typeof exportsRoutes.create>, 'format'> }) {
  const [, go] = useLocation();
  const create = useRouteMutation(exportsRoutes.create, {
    onSuccess: () => go('/contacts/exports'),
    onError: notifyFailure('The contacts were not exported'),
  });
  return (
    <Menu
      trigger={
        <Button icon={Download} loading={create.isPending}>
          Export
        </Button>
      }
      align="end"
    >
      <MenuItem icon={FileText} onSelect={() => create.mutate({ ...filter, format: 'csv' })}>
        CSV file
      </MenuItem>
      <MenuItem icon={FileSpreadsheet} onSelect={() => create.mutate({ ...filter, format: 'xlsx' })}>
        Excel workbook
      </MenuItem>
    </Menu>
  );
}
