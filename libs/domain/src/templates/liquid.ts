import { Liquid, LiquidError, type Template as ParsedLiquid } from 'liquidjs';
import type { FieldProblem } from '../shared/index.ts';

/**
 * Limits that keep one template from occupying a process: output characters, milliseconds per rendering, and
 * characters built by filters.
 */
const limits = { parseLimit: 1_000_000, renderLimit: 1_000, memoryLimit: 10_000_000 };

/** No files, no includes from disk, own properties only: a template reaches nothing but the variables it is given. */
const shared = { ...limits, ownPropertyOnly: true, relativeReference: false, templates: {} } as const;

const htmlEngine = new Liquid({ ...shared, outputEscape: 'escape' });
const textEngine = new Liquid(shared);

export interface LiquidText {
  render(variables: object): string;
}

/** Parses Liquid whose output goes into HTML: what variables print is escaped. Throws LiquidError. */
export function parseHtmlLiquid(source: string): LiquidText {
  return rendererOf(htmlEngine, source);
}

/** Parses Liquid whose output is plain text, such as a subject. Throws LiquidError. */
export function parseTextLiquid(source: string): LiquidText {
  return rendererOf(textEngine, source);
}

function rendererOf(engine: Liquid, source: string): LiquidText {
  const parsed: ParsedLiquid[] = engine.parse(source);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- liquidjs types its synchronous output as any
  return { render: (variables) => engine.renderSync(parsed, variables) as string };
}

/** Where a template's Liquid is wrong, with line and column; empty when it parses. */
export function problemsInLiquid(path: string, source: string): FieldProblem[] {
  try {
    textEngine.parse(source);
    return [];
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return [{ path: [path], message: sentenceOf(error), ...placeOf(error) }];
  }
}

function sentenceOf(error: LiquidError): string {
  const message = (error.message.split('\n')[0] ?? '').replace(/, (file:.*, )?line:\d+, col:\d+.*$/, '');
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function placeOf(error: LiquidError): { line: number; column: number } {
  const place = /line:(\d+), col:(\d+)/.exec(error.message);
  return { line: Number(place?.[1] ?? 1), column: Number(place?.[2] ?? 1) };
}

/** The names of the variables a template reads, such as `contact.first_name`. */
export function variablesIn(source: string): string[] {
  return textEngine.fullVariablesSync(source);
}
