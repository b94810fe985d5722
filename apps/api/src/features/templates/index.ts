export { prepareMessage, type PreparedMessage } from './prepare-message.ts';
export { shiftLinks, webAddress } from './track-links.ts';
export { templateSchema } from './template.schema.ts';
export { PreviewTemplate } from './preview-template.ts';
export { contentOf, type TemplateContent } from './template-content.ts';
export type { Person } from './sandbox/sample-people.ts';
export type { ReviewedTemplate } from './sandbox/template-jobs.ts';
export { TemplateSandbox } from './sandbox/template-sandbox.ts';
export { TemplatesModule } from './templates.module.ts';
