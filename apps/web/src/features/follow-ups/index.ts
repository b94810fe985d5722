export { AfterSendingCard } from './components/after-sending-card.tsx';
