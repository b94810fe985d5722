export { BulkBar } from './components/bulk-bar.tsx';
export { BulkProgress } from './components/bulk-progress.tsx';
