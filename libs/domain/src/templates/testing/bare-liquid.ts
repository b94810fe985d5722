import { Liquid } from 'liquidjs';

/** What LiquidJS does alone, for comparing with what is built on it: parses once, renders whole texts. */
export function bareLiquid(...sources: readonly string[]): (variables: object) => string[] {
  const liquid = new Liquid({ outputEscape: 'escape' });
  const parsed = sources.map((source) => liquid.parse(source));
  return (variables) => parsed.map((template) => String(liquid.renderSync(template, variables)));
}
