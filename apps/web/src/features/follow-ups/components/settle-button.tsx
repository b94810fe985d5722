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
  const action = `Count ${who} as sent`;
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
              Nothing is sent. In this report, and wherever people are counted,{' '}
              {plural(people, 'this person', 'these people')} then {plural(people, 'counts', 'count')} as accepted, and
              nobody can send it to them again from here. This cannot be undone.
            </p>
            <Field label="Why you are sure enough" help="Kept with your name in the audit log and beside each person.">
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
