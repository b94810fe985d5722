import mjml2html from 'mjml';

/** What MJML does alone, for comparing with what is built on it. */
export async function bareMjml(source: string): Promise<string> {
  return (await mjml2html(source, { validationLevel: 'soft', ignoreIncludes: true, fonts: {} })).html;
}
