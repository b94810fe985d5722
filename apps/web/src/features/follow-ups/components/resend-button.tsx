import { afterSendingRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

/** Sends again to everyone who is unknown: decided by a person, with a note, and typed. */
export function ResendButton({ campaign: { id, name }, people }: { campaign: CampaignView; people: number }) {
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const resend = useRouteMutation(afterSendingRoutes.resend, { touches: ['deliveries'] });
  const who = formatCount(people, 'person', 'people');
  const action = `Send again to ${who}`;
  return (
    <>
      <Button icon={RotateCcw} onClick={() => setAsking(true)}>
        {action}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`${action} who may get it twice?`}
        consequence={
          <div className="flex flex-col gap-3">
            <p>
              We were interrupted while handing {plural(people, 'this message', 'these messages')} over, so{' '}
              {plural(people, 'it', 'some')} may have arrived. Anyone who got it will get it twice. This cannot be
              undone.
            </p>
            <Field label="Reason for sending again" help="Kept in the audit log with your name.">
              <Input maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
            </Field>
          </div>
        }
        typeToConfirm={name}
        action={action}
        onConfirm={() => resend.mutateAsync({ id, note, expectedPeople: people })}
      />
    </>
  );
}
