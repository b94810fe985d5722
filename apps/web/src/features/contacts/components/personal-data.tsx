import { contactHandle, type ContactView } from '@engagex/domain/contacts';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import { useMutation } from '@tanstack/react-query';
import { Download, Eraser } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { download } from '../../../shared/files.ts';
import { formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

/** What a person may ask for by law: everything held about them, and to be forgotten. */
export function PersonalData({ contact }: { contact: ContactView }) {
  const { id } = contact;
  const handle = contactHandle(contact);
  const [isErasing, setErasing] = useState(false);
  const [, go] = useLocation();
  const canErase = useCan('contacts:erase');
  const save = useMutation({
    mutationFn: () => download(personalDataRoutes.export, { id }, 'personal-data.json'),
    onError: notifyFailure('The data was not exported'),
  });
  const erase = useRouteMutation(personalDataRoutes.erase, {
    touches: ['contacts', 'groups', 'suppressions', 'deliveries'],
    onSuccess: ({ erased }) => {
      const rows = Object.values(erased).reduce((sum, count) => sum + count, 0);
      notify('The person was erased', {
        detail: `${formatCount(rows, 'row')} in ${Object.keys(erased).length} places. The receipt is in the audit log.`,
      });
      go('/contacts');
    },
  });
  return (
    <Card>
      <CardHeader title="Personal data" />
      <CardBody className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted">Use these when someone asks for a copy of their data or asks to be forgotten.</p>
        <div className="flex flex-wrap gap-2">
          <Button icon={Download} loading={save.isPending} onClick={() => save.mutate()}>
            Export everything
          </Button>
          {canErase && (
            <Button icon={Eraser} variant="ghost" onClick={() => setErasing(true)}>
              Erase
            </Button>
          )}
        </div>
      </CardBody>
      <ConfirmDialog
        open={isErasing}
        onOpenChange={setErasing}
        title={`Permanently erase ${handle}?`}
        consequence="This removes everything about this person from every campaign, import and form, along with the uploaded files of finished imports. Totals stay the same, and the address gets no campaigns even if it is added again. This cannot be undone."
        action="Erase this person"
        typeToConfirm={handle}
        onConfirm={() => erase.mutateAsync({ id, address: handle })}
      />
    </Card>
  );
}
