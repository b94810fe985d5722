export { doubtfulLinks } from './check-links.ts';
export { compileTemplate, type CompiledTemplate } from './compile-template.ts';
export { escapeAroundLiquid } from './opaque-liquid.ts';
export { prepareMessage, type PreparedMessage } from './prepare-message.ts';
export { shiftLinks, webAddress } from './track-links.ts';
export { templateSchema } from './template.schema.ts';
export { untrackedContent } from './untracked-content.ts';
export { TemplatesModule } from './templates.module.ts';
