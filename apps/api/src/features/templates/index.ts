export { compileTemplate, type CompiledTemplate } from './compile-template.ts';
export { prepareMessage, type PreparedMessage } from './prepare-message.ts';
export { shiftLinks } from './track-links.ts';
export { templateSchema } from './template.schema.ts';
export { untrackedContent, type UntrackedContent } from './untracked-content.ts';
export { TemplatesModule } from './templates.module.ts';
