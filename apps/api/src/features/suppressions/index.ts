export { type Bounced, suppressBounced } from './suppress-bounced.ts';
export { SuppressionsModule } from './suppressions.module.ts';
