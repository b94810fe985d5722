import type { TemplateContent } from '../template-content.ts';

/** MJML takes a second to load, so it is loaded when somebody first uses it. */
export async function loadFor({ format }: Pick<TemplateContent, 'format'>): Promise<void> {
  if (format === 'mjml') await import('mjml');
}
