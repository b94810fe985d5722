export { timelineWords } from './components/timeline-words.tsx';
