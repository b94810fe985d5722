export { MessageViews } from './components/message-views.tsx';
export { TemplatePreview } from './components/template-preview.tsx';
export { useVariables } from './components/variable-list.tsx';
export type { Variable } from './components/variables.ts';
export { useSeen } from './gallery/use-seen.ts';
export { BeforeAndAfter } from './preview/before-and-after.tsx';
