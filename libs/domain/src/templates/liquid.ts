import { type Liquid, LiquidError, type Template as ParsedLiquid, TokenKind } from 'liquidjs';
import { escapeHtml, type FieldProblem } from '../shared/index.ts';
import { assertOutput, boundedLiquid, boundFilters, contextOf, TemplateLimitError, Work } from './bounded-liquid.ts';
import { templateLimits } from './limits.ts';
import { useDatesOf } from './liquid-dates.ts';
import { useNumbersOf } from './liquid-numbers.ts';
import { collectTargets, type LinkTargets, usePersonalLinks } from './personal-link.ts';
import { problemWithSize } from './size-of-liquid.ts';

const limits = { parseLimit: templateLimits.sourceCharacters, renderLimit: templateLimits.renderMs };

interface Engines {
  readonly html: Liquid;
  readonly text: Liquid;
}

/** Where and in which language a message is written: whose clocks, names of months and decimal commas it has. */
export interface LiquidPlace {
  readonly timeZone?: string | undefined;
  /** A tag of BCP 47. */
  readonly language?: string | undefined;
}

const usual = { timeZone: 'UTC', language: 'en' };
const mostEngines = 200;
const enginesByPlace = new Map<string, Engines>();

/** Filters print what the clocks of a zone show, in a language, so each zone and language has engines of its own. */
function enginesIn({ timeZone = usual.timeZone, language = usual.language }: LiquidPlace = {}): Engines {
  const key = `${timeZone} ${language}`;
  let engines = enginesByPlace.get(key);
  if (!engines) {
    const place = { timeZone, language };
    engines = { html: engine(escapedAndListed, place), text: engine(listed, place) };
    usePersonalLinks(engines.html, engines.text, escapedAndListed);
    usePersonalLinks(engines.text, engines.text, listed);
    const [oldest] = enginesByPlace.keys();
    if (enginesByPlace.size >= mostEngines && oldest !== undefined) enginesByPlace.delete(oldest);
    enginesByPlace.set(key, engines);
  }
  return engines;
}

/** Own properties only, and no tag that reads another template: Liquid reaches nothing but the variables it is given. */
function engine(
  outputEscape: (value: unknown) => string,
  place: Required<{ [Name in keyof LiquidPlace]: string }>,
  checks: { strictFilters?: true } = {},
): Liquid {
  const liquid = boundedLiquid({
    ...limits,
    ...checks,
    outputEscape,
    ownPropertyOnly: true,
    templates: {},
    timezoneOffset: place.timeZone,
    locale: place.language,
  });
  for (const tag of ['include', 'render', 'layout', 'block']) delete liquid.tags[tag];
  useDatesOf(liquid, place);
  useNumbersOf(liquid, place.language);
  boundFilters(liquid);
  return liquid;
}

/**
 * Content that was frozen before filters were checked may name one that does not exist, and is sent as it always was:
 * so only what checks is strict.
 */
const checkingEngine = engine(listed, usual, { strictFilters: true });

/** The same for what was compiled, in which links are tags of ours that authors cannot write. */
const compiledEngine = engine(listed, usual, { strictFilters: true });
usePersonalLinks(compiledEngine, checkingEngine, listed);

/** What a variable prints: of a list its items with a comma between them. */
function listed(value: unknown): string {
  if (Array.isArray(value)) return value.map(listed).join(', ');
  return value === undefined || value === null ? '' : String(value); // as Liquid prints everything else
}

function escapedAndListed(value: unknown): string {
  return escapeHtml(listed(value));
}

/** Text in pieces: what is the same for everyone, and between it the position of the value that stands there. */
export type Pieces = readonly (string | number)[];

export interface LiquidText {
  /** Throws LiquidError when a limit is reached. */
  render(variables: object): string;
  readonly pieces: Pieces;
  /** Of each value between the pieces, the name of the variable that it is printed from; null for what tags make. */
  readonly printed: readonly (string | null)[];
  /**
   * The values between the pieces; put together they are what `render` gives. With `targets`, links whose address depends
   * on the person are tracked, and where they lead is noted there; without, they lead there. Throws the same.
   */
  valuesFor(variables: object, targets?: LinkTargets): string[];
  /** What `valuesFor` takes for these variables, in the units of `templateLimits.work`. Throws the same. */
  workFor(variables: object): number;
}

/** Parses Liquid whose output goes into HTML: what variables print is escaped. Throws LiquidError. */
export function parseHtmlLiquid(source: string, place?: LiquidPlace): LiquidText {
  return rendererOf(enginesIn(place).html, source, escapedAndListed);
}

/** Parses Liquid whose output is plain text, such as a subject. Throws LiquidError. */
export function parseTextLiquid(source: string, place?: LiquidPlace): LiquidText {
  return rendererOf(enginesIn(place).text, source, listed);
}

function rendererOf(liquid: Liquid, source: string, escape: (value: unknown) => string): LiquidText {
  const parsed: ParsedLiquid[] = liquid.parse(source);
  const render = (variables: object) => String(liquid.renderSync(parsed, contextOf(liquid, variables, new Work())));
  const { pieces, slots } = endsEarly.test(source)
    ? { pieces: [0], slots: null }
    : piecesOf(liquid, parsed, !setsVariables.test(source));
  const fill = (variables: object, work: Work, targets: LinkTargets | undefined) => {
    // One context for all: what one tag assigns, a later one may print; the limits hold for the whole text.
    const context = contextOf(liquid, variables, work);
    if (targets) collectTargets(context, targets);
    if (!slots) return [String(liquid.renderSync(parsed, context))];
    return slots.map(({ template, plain }) =>
      plain ? escape(valueOf(variables, plain)) : String(liquid.renderSync([template], context)),
    );
  };
  const sameForAll = pieces.reduce<number>((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 0), 0);
  const filled = (variables: object, work: Work, targets?: LinkTargets) => {
    const values = fill(variables, work, targets);
    let characters = sameForAll;
    for (const piece of pieces) if (typeof piece === 'number') characters += values[piece]?.length ?? 0;
    assertOutput(characters);
    return values;
  };
  return {
    render,
    pieces,
    printed: (slots ?? [null]).map((slot) => slot && variableOf(slot.template)),
    valuesFor: (variables, targets) => filled(variables, new Work(), targets),
    workFor: (variables) => {
      const work = new Work();
      filled(variables, work);
      return work.done;
    },
  };
}

/** `break` outside a loop ends the text, static parts included: such a text is rendered as a whole. */
const endsEarly = /\{%-?\s*(?:break|continue|liquid)\b/;
/** With these tags the same output may print something else further down. */
const setsVariables = /\{%-?\s*(?:assign|capture|increment|decrement|cycle|echo|for|tablerow)\b/;

interface Slot {
  readonly template: ParsedLiquid;
  /** Looked up without the engine: most outputs of most templates are such. */
  readonly plain: PlainOutput | null;
}

/** The variable at the beginning of an output, whatever filters follow. */
function variableOf({ token }: ParsedLiquid): string | null {
  if (token.kind !== TokenKind.Output) return null;
  return /^\{\{-?\s*([\w.[\]'"-]+)/.exec(token.getText())?.[1] ?? null;
}

/** A variable, with nothing done to it but a text that stands in for what is missing. */
interface PlainOutput {
  readonly path: readonly string[];
  /** What its `default` says; null when it has none. */
  readonly otherwise: string | null;
}

/** Names that mean something to Liquid itself. */
const liquidNames = new Set([
  'size',
  'first',
  'last',
  'nil',
  'null',
  'true',
  'false',
  'empty',
  'blank',
  'not',
  'length',
]);

const plainOutput = /^\{\{-?\s*([a-z_]+(?:\.[a-z_]+)*)\s*(?:\|\s*default:\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*)?-?\}\}$/;

function plainOutputIn(output: string): PlainOutput | null {
  const [, name, doubleQuoted, singleQuoted] = plainOutput.exec(output) ?? [];
  const path = name?.split('.');
  if (!path || path.some((part) => liquidNames.has(part))) return null;
  return { path, otherwise: doubleQuoted ?? singleQuoted ?? null };
}

/** Liquid's `default` stands in for nothing, for false, and for a text or list that is empty. */
function valueOf(variables: object, { path, otherwise }: PlainOutput): unknown {
  const value = valueAt(variables, path);
  if (otherwise === null) return value;
  const isMissing = value === undefined || value === null || value === false || value === '';
  return isMissing || (Array.isArray(value) && value.length === 0) ? otherwise : value;
}

function valueAt(variables: object, path: readonly string[]): unknown {
  let value: unknown = variables;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = Reflect.get(value, name);
  }
  return value;
}

/** Outputs that read the same share a slot when nothing in the text can change what they print. */
function piecesOf(liquid: Liquid, parsed: readonly ParsedLiquid[], isConstant: boolean) {
  const pieces: (string | number)[] = [];
  const slots: Slot[] = [];
  const known = new Map<string, number>();
  for (const template of parsed) {
    const { kind } = template.token;
    if (kind === TokenKind.HTML) {
      const text = String(liquid.renderSync([template], {}));
      if (text !== '') pieces.push(text);
      continue;
    }
    const key = isConstant && kind === TokenKind.Output ? template.token.getText() : null;
    const slot =
      (key === null ? undefined : known.get(key)) ??
      slots.push({ template, plain: key === null ? null : plainOutputIn(key) }) - 1;
    if (key !== null) known.set(key, slot);
    pieces.push(slot);
  }
  return { pieces, slots };
}

/** What went wrong while rendering, in a sentence; null when the error is not about Liquid. */
export function liquidProblem(error: unknown): string | null {
  if (error instanceof TemplateLimitError) return `${error.message}.`;
  return LiquidError.is(error) ? sentenceOf(error) : null;
}

/** The same with its place in the text that was rendered, when it has one. */
export function liquidProblemAt(error: unknown): { message: string; line?: number; column?: number } | null {
  const message = liquidProblem(error);
  if (message === null) return null;
  return LiquidError.is(error) ? { message, ...placeOf(error) } : { message };
}

/** Where a template's Liquid is wrong, with line and column; empty when it parses. */
export function problemsInLiquid(path: string, source: string): FieldProblem[] {
  return problemsOf(checkingEngine, path, source);
}

/** The same of what a template was compiled to. */
export function problemsInCompiledLiquid(path: string, source: string): FieldProblem[] {
  return problemsOf(compiledEngine, path, source);
}

function problemsOf(liquid: Liquid, path: string, source: string): FieldProblem[] {
  const size = problemWithSize(source);
  if (size) return [{ path: [path], ...size }];
  try {
    liquid.parse(source);
    return [];
  } catch (error) {
    if (!LiquidError.is(error)) throw error;
    return [{ path: [path], message: sentenceOf(error), ...placeOf(error) }];
  }
}

function sentenceOf(error: LiquidError): string {
  if (/call stack size/.test(error.message)) return 'This is nested deeper than the limit.';
  const message = (error.message.split('\n')[0] ?? '').replace(/, (file:[^,]*, )?line:\d+, col:\d+.*$/, '');
  const filter = /^undefined filter: (.*)$/.exec(message)?.[1];
  if (filter) return `There is no filter “${filter}”.`;
  const block = /^invalid value expression: "([#/^>!&{]\s*[\w.]*)/i.exec(message)?.[1];
  if (block)
    return `{{${block}}} is Handlebars or Mustache, which does not work here. Use {% if … %} and {% for … %} instead.`;
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

function placeOf(error: LiquidError): { line: number; column: number } {
  const place = /line:(\d+), col:(\d+)/.exec(error.message);
  return { line: Number(place?.[1] ?? 1), column: Number(place?.[2] ?? 1) };
}

/** The variables a template reads from outside, such as `contact.first_name`; the source must parse. */
export function variablesIn(source: string): string[] {
  return enginesIn().text.globalFullVariablesSync(source);
}
