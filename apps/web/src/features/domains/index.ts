export { DomainStateBadge } from './components/domain-state.tsx';
export { SenderDomain } from './components/sender-domain.tsx';
