export { LinkHostCard } from './components/link-host-card.tsx';
