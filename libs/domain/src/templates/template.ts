export const templateFormats = ['mjml', 'html'] as const;
export type TemplateFormat = (typeof templateFormats)[number];

/** Reusable content: Liquid in all four texts; an empty text body is made from the HTML. */
export class Template {
  id!: string;
  name!: string;
  subject!: string;
  preheader = '';
  format!: TemplateFormat;
  body!: string;
  textBody = '';
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;
}
