import { operatorsRoutes, organizationPlansRoutes, type PlanOfOrganization } from '@engagex/domain/operators';
import { amountOf, type Plan } from '@engagex/domain/plans';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { invalidateNoun, routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { limitInWords } from '../../plans/index.ts';
import { priceInWords, usedInWords } from '../plan-words.ts';

interface AssignPlanProps {
  readonly organizationId: string;
  readonly name: string;
  readonly plan: PlanOfOrganization;
}

export function AssignPlanDialog({
  open,
  onOpenChange,
  ...props
}: AssignPlanProps & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Change the plan of ${props.name}`}>
      <AssignPlanForm {...props} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const none = '-';

function AssignPlanForm({ organizationId, name, plan, close }: AssignPlanProps & { close: () => void }) {
  const [was] = useState(plan.assigned?.key ?? null);
  const [choice, setChoice] = useState(was ?? none);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const plans = useQuery(routeQuery(operatorsRoutes.plans, {})).data?.items.map((each) => each.plan) ?? [];
  const undo = useRouteMutation(organizationPlansRoutes.assign, {
    onSuccess: () => {
      void invalidateNoun('operators');
      notify(`The plan of ${name} is as it was`);
    },
    onError: notifyFailure('The plan was not changed back'),
  });
  const planKey = choice === none ? null : choice;
  const assign = useRouteMutation(organizationPlansRoutes.assign, {
    onSuccess: (now) => {
      void invalidateNoun('operators');
      notify(`${name} is on ${now.name}`, {
        undo: () =>
          undo.mutate({ organizationId, planKey: was, was: planKey, reason: `Undone: ${reason}`.slice(0, 500) }),
      });
      close();
    },
  });
  const chosen = plans.find(({ key }) => key === planKey);
  return (
    <DialogForm
      action={planKey === null ? 'Assign no plan' : `Assign ${chosen?.name ?? planKey}`}
      isPending={assign.isPending}
      close={close}
      onSubmit={(event) => {
        event.preventDefault();
        if (planKey === was) setProblem('Choose another plan than the one that is assigned now.');
        else if (reason.trim() === '') setProblem('Enter a reason.');
        else {
          setProblem(undefined);
          assign.mutate({ organizationId, planKey, was, reason });
        }
      }}
    >
      <Field
        label="Plan"
        help={chosen ? summaryOf(chosen) : 'Its subscription decides; without one, the default plan.'}
      >
        <Select
          options={[
            { value: none, label: 'No assigned plan' },
            ...plans.map((each) => ({ value: each.key, label: each.name, detail: priceInWords(each) })),
          ]}
          value={choice}
          onChange={setChoice}
        />
      </Field>
      {chosen && isSmaller(chosen, plan) && (
        <Notice meaning="warning">
          {name} has used {usedInWords(plan)} this month, more than this plan has. Campaigns will not be sent until the
          month ends.
        </Notice>
      )}
      <Field label="Reason" help="Owners and admins of the organization see it in their audit log." error={problem}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
      {assign.error && <Notice meaning="danger">{messageOf(assign.error)}</Notice>}
    </DialogForm>
  );
}

function summaryOf({ limits }: Plan): string {
  return `Emails: ${limitInWords('emails', limits.emails)}. Contacts: ${limitInWords('contacts', limits.contacts)}.`;
}

function isSmaller({ limits }: Plan, { uses }: PlanOfOrganization): boolean {
  const most = limits.emails?.kind === 'metered' ? null : amountOf(limits.emails);
  const emails = uses.find(({ of }) => of === 'emails');
  return most !== null && emails !== undefined && emails.used + emails.reserved > most;
}
