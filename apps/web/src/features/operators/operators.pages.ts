import type { Feature } from '../../shared/feature.ts';

export const operators: Feature = {
  things: { 'organization-plans': { name: 'Assigned plans' } },
  actions: { 'organization-plans.assign': 'As operator of the installation, assigned the plan' },
};
