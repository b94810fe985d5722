export { SenderDomain } from './components/sender-domain.tsx';
