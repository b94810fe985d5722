import { type PlanFeature, planFeatureNames } from '@engagex/domain/shared';
import type { ReactNode } from 'react';
import { useCan } from '../../../shared/session.ts';
import { Notice } from '../../../ui/notice.tsx';
import { usePlanStanding } from '../use-plan.ts';
import { SeePlan } from './see-plan.tsx';

interface FeatureNoticeProps {
  readonly feature: PlanFeature;
  /** What goes on all the same: "Schedules that are there keep mailing." */
  readonly children?: ReactNode;
}

/** That the plan leaves something out, on the page where it would be; nothing where it is included. */
export function FeatureNotice({ feature, children }: FeatureNoticeProps) {
  const isOwner = useCan('billing:read');
  const standing = usePlanStanding();
  if (!standing?.missing.includes(feature)) return null;
  return (
    <Notice
      meaning="info"
      title={`Your plan (${standing.plan}) does not include ${planFeatureNames[feature]}`}
      action={<SeePlan />}
    >
      {children} {!isOwner && 'An owner can change the plan.'}
    </Notice>
  );
}
