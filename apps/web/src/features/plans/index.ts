export { EmailsLeft } from './components/emails-left.tsx';
export { FeatureNotice } from './components/feature-notice.tsx';
export { ForecastCard } from './components/forecast-card.tsx';
export { LimitNotice } from './components/limit-notice.tsx';
export { PlanCard } from './components/plan-card.tsx';
export { SpendingCard } from './components/spending-card.tsx';
export { limitInWords, limitNames } from './plan-words.ts';
export { useIsMissing } from './use-plan.ts';
