export { reasonWords } from './change-words.ts';
export { TrackingSection } from './components/tracking-section.tsx';
