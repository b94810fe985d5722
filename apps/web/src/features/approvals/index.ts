export { ApprovalPanel } from './components/approval-panel.tsx';
