import { Liquid, type Template } from 'liquidjs';
import mjml2html from 'mjml';

/** What the libraries do alone, for comparing with what is built on them. */

export async function bareMjml(source: string): Promise<string> {
  return (await mjml2html(source, { validationLevel: 'soft', ignoreIncludes: true, fonts: {} })).html;
}

/** Parses once, renders whole texts. */
export function bareLiquid(...sources: readonly string[]): (variables: object) => string[] {
  const liquid = new Liquid({ outputEscape: 'escape' });
  const parsed = sources.map((source): Template[] => liquid.parse(source));
  return (variables) => parsed.map((template) => String(liquid.renderSync(template, variables)));
}
