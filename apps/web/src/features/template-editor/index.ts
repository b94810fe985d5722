export { VisualTemplatePage } from './visual-template-page.tsx';
