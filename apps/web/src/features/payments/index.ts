export { PaymentBar } from './components/payment-bar.tsx';
