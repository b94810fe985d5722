import type { OrganizationForOperators } from '@engagex/domain/operators';
import type { SendingSuspension } from '@engagex/domain/sending-suspensions';
import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { ResumeSendingDialog } from './resume-sending-dialog.tsx';
import { SuspendSendingDialog } from './suspend-sending-dialog.tsx';

/** Whether the organization may send, and suspending or resuming that. */
export function SendingCard({ organization: { id, name, suspension } }: { organization: OrganizationForOperators }) {
  const [isOpen, setOpen] = useState(false);
  const dialog = { organizationId: id, name, open: isOpen, onOpenChange: setOpen };
  return (
    <Card>
      <CardHeader
        title="Sending"
        state={suspension ? undefined : 'Campaigns and messages are sent'}
        action={<Button onClick={() => setOpen(true)}>{suspension ? 'Resume sending' : 'Suspend sending'}</Button>}
      />
      {suspension && <Suspended suspension={suspension} />}
      {suspension ? <ResumeSendingDialog {...dialog} /> : <SuspendSendingDialog {...dialog} />}
    </Card>
  );
}

function Suspended({ suspension: { reason, contact, since } }: { suspension: SendingSuspension }) {
  return (
    <CardBody className="flex flex-col items-start gap-2">
      <Badge meaning="danger">Suspended</Badge>
      <p className="wrap-anywhere">{reason}</p>
      <p className="text-sm text-muted wrap-anywhere">
        Since <Time value={since} as="date-time" />. Members are told to write to {contact}.
      </p>
    </CardBody>
  );
}
