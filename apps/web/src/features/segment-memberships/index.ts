export { TrackingSection } from './components/tracking-section.tsx';
