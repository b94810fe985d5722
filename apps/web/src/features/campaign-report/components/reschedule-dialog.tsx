import { campaignsRoutes, type CampaignView, type Plan, plan as planSchema } from '@engagex/domain/campaigns';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notify } from '../../../ui/toast.tsx';
import { WhenFields } from '../../campaigns/index.ts';

interface RescheduleDialogProps {
  readonly campaign: CampaignView;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function RescheduleDialog({ campaign, open, onOpenChange }: RescheduleDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Reschedule campaign">
      <Form campaign={campaign} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const kinds = ['at', 'local'] as const;

function Form({ campaign, close }: { campaign: CampaignView; close: () => void }) {
  const [plan, setPlan] = useState<Plan>(campaign.plan);
  const [failure, setFailure] = useState<string | null>(null);
  const reschedule = useRouteMutation(campaignsRoutes.reschedule, {
    onSuccess: () => {
      notify('Rescheduled');
      close();
    },
    onError: (error) => setFailure(messageOf(error)),
  });
  const submit = () => {
    const { error } = planSchema.safeParse(plan);
    if (error) setFailure(error.issues[0]?.message ?? 'Choose a time.');
    else reschedule.mutate({ id: campaign.id, plan });
  };
  return (
    <>
      <DialogBody>
        {failure && <Notice meaning="danger">{failure}</Notice>}
        <WhenFields plan={plan} onChange={setPlan} kinds={kinds} />
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Keep current time</Button>
        <Button variant="primary" loading={reschedule.isPending} onClick={submit}>
          Reschedule
        </Button>
      </DialogFooter>
    </>
  );
}
