import { type Limited, wordsForUse } from '@engagex/domain/plans';
import { Notice } from '../../../ui/notice.tsx';
import { usePlanStanding } from '../use-plan.ts';
import { SeePlan } from './see-plan.tsx';

/** That a limit of the plan is nearly used up, where people use it; nothing while it is not: `<LimitNotice of="contacts" />` */
export function LimitNotice({ of }: { readonly of: Limited }) {
  const standing = usePlanStanding();
  const use = standing?.near.find((each) => each.of === of);
  if (!standing || !use) return null;
  const [title = '', consequence] = wordsForUse(use, standing.plan).split('\n\n');
  const isFull = use.amount !== null && use.used + use.reserved >= use.amount;
  return (
    <Notice meaning={isFull ? 'warning' : 'info'} title={title} action={<SeePlan />}>
      {consequence}
    </Notice>
  );
}
