import { groupsRoutes } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import type { BulkStart } from './bulk-start.ts';

interface GroupBulkDialogProps {
  readonly kind: 'add_to_group' | 'remove_from_group';
  readonly open: boolean;
  readonly people: string;
  readonly onOpenChange: () => void;
  readonly begin: (action: BulkStart['action']) => Promise<void>;
}

export function GroupBulkDialog({ kind, open, people, onOpenChange, begin }: GroupBulkDialogProps) {
  const title = kind === 'add_to_group' ? `Add ${people} to a group` : `Remove ${people} from a group`;
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      <GroupForm action={title.replace(/ (to|from) a group$/, '')} kind={kind} begin={begin} close={onOpenChange} />
    </Dialog>
  );
}

interface GroupFormProps extends Pick<GroupBulkDialogProps, 'kind' | 'begin'> {
  readonly action: string;
  readonly close: () => void;
}

function GroupForm({ kind, action, begin, close }: GroupFormProps) {
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const [groupId, setGroupId] = useState<string | null>(null);
  const [step, setStep] = useState<{ running: boolean; refusal: string | null }>({ running: false, refusal: null });
  const submit = async () => {
    if (groupId === null) return setStep({ running: false, refusal: 'Choose a group.' });
    setStep({ running: true, refusal: null });
    try {
      await begin({ kind, groupId });
      close();
    } catch (error) {
      setStep({ running: false, refusal: messageOf(error) });
    }
  };
  return (
    <>
      <DialogBody>
        {step.refusal && <Notice meaning="danger">{step.refusal}</Notice>}
        <Field label="Group">
          <Select
            options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={groupId}
            onChange={setGroupId}
            placeholder={groups.data?.items.length === 0 ? 'There are no groups yet' : 'Choose…'}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button variant="primary" loading={step.running} onClick={() => void submit()}>
          {action}
        </Button>
      </DialogFooter>
    </>
  );
}
