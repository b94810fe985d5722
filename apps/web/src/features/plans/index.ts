export { EmailsLeft } from './components/emails-left.tsx';
export { PlanCard } from './components/plan-card.tsx';
