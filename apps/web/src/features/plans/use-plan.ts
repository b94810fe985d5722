import { type PlanStanding, plansRoutes } from '@engagex/domain/plans';
import type { PlanFeature } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';

/** What the plan leaves out and which limits are near; undefined until it is known, and where nobody pays for EngageX. */
export function usePlanStanding(): PlanStanding | undefined {
  const enabled = useCan('limits:read');
  return useQuery({ ...routeQuery(plansRoutes.standing, {}), enabled, staleTime: 60_000 }).data;
}

/** Whether the plan leaves this out. What was set up under another plan is still there. */
export function useIsMissing(feature: PlanFeature): boolean {
  return usePlanStanding()?.missing.includes(feature) ?? false;
}
