export { BounceMailboxesCard } from './components/bounce-mailboxes-card.tsx';
