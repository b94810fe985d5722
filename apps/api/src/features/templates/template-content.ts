import type { Template, TemplateLanguages } from '@engagex/domain/templates';

/** What a message is made of. */
export type TemplateContent = Pick<Template, 'subject' | 'preheader' | 'format' | 'body' | 'textBody'> & {
  /** Added to the query of web links that have no UTM parameters of their own, such as `utm_source=news`. */
  readonly utm?: string;
  /** The same in other languages; `body` and the lines are in its base language. */
  readonly languages?: TemplateLanguages | null;
};

/** These fields of a template and no other, as they go to another process. */
export function contentOf(content: TemplateContent): TemplateContent {
  const { subject, preheader, format, body, textBody, utm, languages } = content;
  return { subject, preheader, format, body, textBody, ...(utm && { utm }), ...(languages && { languages }) };
}

/** What a template was compiled to, with its Liquid still in it. */
export interface WrittenContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** In which dates and numbers are written. */
  readonly language: string;
}
