export { EngagementsModule } from './engagements.module.ts';
export { TrackingTokens } from './tracking-token.ts';
