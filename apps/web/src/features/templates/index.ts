export { MessageViews } from './components/message-views.tsx';
