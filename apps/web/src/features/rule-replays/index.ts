export { PastDataCard } from './components/past-data-card.tsx';
