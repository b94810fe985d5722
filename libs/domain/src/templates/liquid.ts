import { Liquid, LiquidError, type Template as ParsedLiquid } from 'liquidjs';
import type { FieldProblem } from '../shared/index.ts';

/**
 * What keeps one template from occupying a process: characters of source, milliseconds per rendering, and
 * characters or items built while rendering.
 */
const limits = { parseLimit: 1_000_000, renderLimit: 500, memoryLimit: 5_000_000 };

const htmlEngine = engine((value) => escapeHtml(listed(value)));
const textEngine = engine(listed);

/** Own properties only, and no tag that reads another template: Liquid reaches nothing but the variables it is given. */
function engine(outputEscape: (value: unknown) => string): Liquid {
  const liquid = new Liquid({ ...limits, outputEscape, ownPropertyOnly: true, templates: {} });
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
  return liquid;
}

/** What a variable prints: of a list its items with a comma between them. */
function listed(value: unknown): string {
  if (Array.isArray(value)) return value.map(listed).join(', ');
  return value === undefined || value === null ? '' : String(value); // as Liquid prints everything else
}

const unsafe: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => unsafe[character] ?? character);
}

export interface LiquidText {
  /** Throws LiquidError when a limit is reached. */
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

function rendererOf(liquid: Liquid, source: string): LiquidText {
  const parsed: ParsedLiquid[] = liquid.parse(source);
  return { render: (variables) => String(liquid.renderSync(parsed, variables)) };
}

/** What went wrong while rendering, in a sentence; null when the error is not about Liquid. */
export function liquidProblem(error: unknown): string | null {
  return LiquidError.is(error) ? sentenceOf(error) : null;
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
  const message = (error.message.split('\n')[0] ?? '').replace(/, (file:[^,]*, )?line:\d+, col:\d+.*$/, '');
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function placeOf(error: LiquidError): { line: number; column: number } {
  const place = /line:(\d+), col:(\d+)/.exec(error.message);
  return { line: Number(place?.[1] ?? 1), column: Number(place?.[2] ?? 1) };
}

/** The variables a template reads from outside, such as `contact.first_name`; the source must parse. */
export function variablesIn(source: string): string[] {
  return textEngine.globalFullVariablesSync(source);
}
