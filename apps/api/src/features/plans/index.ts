import type { Feature } from '../../platform/feature.ts';
import { PlansModule } from './plans.module.ts';

export { Allowances, type Left } from './allowances.ts';
export { PlansModule } from './plans.module.ts';

export const plans: Feature = { module: PlansModule };
