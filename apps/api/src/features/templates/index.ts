export { doubtfulLinks } from './check-links.ts';
export { compileTemplate, type CompiledTemplate, htmlOf, textFor } from './compile-template.ts';
export { addPreheader } from './insert-into-body.ts';
export { prepareMessage, type PreparedMessage } from './prepare-message.ts';
export { shiftLinks } from './track-links.ts';
export { templateSchema } from './template.schema.ts';
export { TemplatesModule } from './templates.module.ts';
