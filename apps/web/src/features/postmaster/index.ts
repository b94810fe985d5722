export { PostmasterCard } from './components/postmaster-card.tsx';
