export { DeliveryTestCard } from './components/delivery-test-card.tsx';
export { LastDeliveryTest } from './components/last-delivery-test.tsx';
export { SenderDelivery } from './components/sender-delivery.tsx';
