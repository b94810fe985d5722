export { DocumentEditor, DocumentPreview } from './document-editor.tsx';
export { VisualTemplatePage } from './visual-template-page.tsx';
