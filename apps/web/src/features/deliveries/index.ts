export { CampaignLedger, LedgerExplained, wordsForReason } from './components/ledger.tsx';
export { DeliveryAttempts } from './components/delivery-attempts.tsx';
export { DeliveryStateBadge, deliveryStateWords } from './components/delivery-state.tsx';
export { peopleId, showPeople } from './components/show-people.ts';
export { ReceiptBadge, Receipts } from './components/receipts.tsx';
