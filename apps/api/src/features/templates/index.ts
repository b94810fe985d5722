import type { Feature } from '../../platform/feature.ts';
import { templateSchema } from './template.schema.ts';
import { TemplatesModule } from './templates.module.ts';
import { templatesTables } from './templates.tables.ts';

export { LinkChecks } from './checks/link-checks.ts';
export { openPixel } from './insert-into-body.ts';
export { type PreparedLanguages, prepareLanguages, type WrittenInLanguages } from './prepare-languages.ts';
export { prepareMessage, type PreparedMessage } from './prepare-message.ts';
export { shiftLinks } from './track-links.ts';
export { PreviewTemplate } from './preview-template.ts';
export { contentOf, type TemplateContent } from './template-content.ts';
export type { Person } from './sandbox/sample-people.ts';
export type { ReviewedTemplate } from './sandbox/template-jobs.ts';
export type { FoundForPerson } from './sandbox/render-everybody.ts';
export { TemplateSandbox } from './sandbox/template-sandbox.ts';
export { TemplatesModule } from './templates.module.ts';
export { TemplatesService } from './templates.service.ts';

export const templates: Feature = { module: TemplatesModule, entities: [templateSchema], tables: templatesTables };
