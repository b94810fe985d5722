export { RevenueCard } from './components/revenue-card.tsx';
