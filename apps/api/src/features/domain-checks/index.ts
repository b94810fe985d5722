import type { Feature } from '../../platform/feature.ts';
import { DomainChecksModule } from './domain-checks.module.ts';

export { DomainChecksModule } from './domain-checks.module.ts';
export { RunDomainCheck } from './run-domain-check.ts';

export const domainChecks: Feature = { module: DomainChecksModule };
