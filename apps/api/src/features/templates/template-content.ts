import type { Template } from '@engagex/domain/templates';

/** What a message is made of. */
export type TemplateContent = Pick<Template, 'subject' | 'preheader' | 'format' | 'body' | 'textBody'> & {
  /** Added to the query of web links that have no UTM parameters of their own, such as `utm_source=news`. */
  readonly utm?: string;
};

/** These fields of a template and no other, as they go to another process. */
export function contentOf({ subject, preheader, format, body, textBody, utm }: TemplateContent): TemplateContent {
  return { subject, preheader, format, body, textBody, ...(utm && { utm }) };
}

/** What a template was compiled to, with its Liquid still in it. */
export interface WrittenContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
