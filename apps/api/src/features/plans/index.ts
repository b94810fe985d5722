import type { Feature } from '../../platform/feature.ts';
import { PlansModule } from './plans.module.ts';
import { plansTables } from './plans.tables.ts';

export { Allowances, type Left } from './allowances.ts';
export { type EventLimit, EventLimits } from './event-limits.ts';
export { LimitRefusals } from './limit-refusals.ts';
export { usedInPeriod } from './plans.queries.ts';
export { type ChosenPlan, Plans } from './plans.ts';
export { Rooms } from './rooms.ts';
export { Spending } from './spending.ts';
export { Uses } from './uses.ts';
export { PlansModule } from './plans.module.ts';

export const plans: Feature = { module: PlansModule, tables: plansTables };
