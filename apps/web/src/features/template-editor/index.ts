export { DocumentEditor, DocumentPreview } from './document-editor.tsx';
export { LanguageSwitcher } from './languages/language-switcher.tsx';
export { VisualTemplatePage } from './visual-template-page.tsx';
