import { afterSendingRoutes, type CampaignView } from '@engagex/domain/campaigns';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { formatCount, plural } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';

/** Counts everyone who is unknown as sent: decided by a person, with a note, and typed. */
export function SettleButton({ campaign: { id, name }, people }: { campaign: CampaignView; people: number }) {
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const settle = useRouteMutation(afterSendingRoutes.settle, { touches: ['deliveries'] });
  const who = formatCount(people, 'person', 'people');
  const action = `Mark ${who} as accepted`;
  return (
    <>
      <Button icon={CheckCheck} onClick={() => setAsking(true)}>
        {action}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`${action} without knowing?`}
        consequence={
          <div className="flex flex-col gap-3">
            <p>
              Nothing is sent. From then on {plural(people, 'this person counts', 'these people count')} as accepted
              everywhere, and this campaign cannot be sent to {plural(people, 'this person', 'them')} again. This cannot
              be undone.
            </p>
            <Field label="How you know it arrived" help="Kept in the audit log and with each person, under your name.">
              <Input maxLength={300} value={note} onChange={(event) => setNote(event.target.value)} />
            </Field>
          </div>
        }
        typeToConfirm={name}
        action={action}
        onConfirm={() => settle.mutateAsync({ id, note, expectedPeople: people })}
      />
    </>
  );
}
