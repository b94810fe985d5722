import {
  Context,
  type Emitter,
  type FilterImplOptions,
  Liquid,
  type LiquidOptions,
  type Template,
  TokenKind,
} from 'liquidjs';
import { countLinesOnce, onRange } from './liquid-library.ts';
import { templateLimits } from './limits.ts';

/** An error of ours while rendering; its message is a sentence for the person who wrote the template. */
export class TemplateLimitError extends Error {}

const perItem = 30;
const perTag = 50;
const perComparison = 10;
/** Days and months are written by Intl. */
const perDatePart = 3_000;

/** Counts the work of one rendering; throws when it is more than `limit`. */
export class Work {
  readonly #limit: number;
  #done = 0;

  constructor(limit: number = templateLimits.work) {
    this.#limit = limit;
  }

  get done(): number {
    return this.#done;
  }

  add(units: number): void {
    if (!(units > 0)) return;
    this.#done += units;
    if (this.#done > this.#limit)
      throw new TemplateLimitError(
        'Rendering this takes more work than the limit allows; use shorter loops, lists and texts',
      );
  }
}

/**
 * Liquid that counts everything it does. The library's own limits leave out whatever happens inside filters, loops
 * without a text, and lists that contain one another.
 */
export function boundedLiquid(options: LiquidOptions & { outputEscape: (value: unknown) => string }): Liquid {
  countLinesOnce();
  onRange(assertRange);
  const { outputEscape: escape } = options;
  const liquid = new Liquid({ ...options, outputEscape: charged(escape) });
  boundEmitting(liquid);
  return liquid;
}

type FilterHandler = Extract<FilterImplOptions, (...given: never[]) => unknown>;

/** To be called once all filters are registered. */
export function boundFilters(liquid: Liquid): void {
  for (const [name, filter] of Object.entries(liquid.filters)) liquid.registerFilter(name, chargedFilter(name, filter));
}

/** A rendering of its own, with everything in it counted on `work`. */
export function contextOf(liquid: Liquid, variables: object, work: Work): Context {
  const context = new Context(variables, liquid.options, { sync: true }, { liquid });
  context.memoryLimit.use = (units) => work.add(units); // what filters and loops report to
  return context;
}

function chargedFilter(name: string, filter: FilterImplOptions): FilterImplOptions {
  return 'handler' in filter ? { ...filter, handler: charged(filter.handler, name) } : charged(filter, name);
}

function charged(handler: FilterHandler, name = ''): FilterHandler {
  return function counting(value, ...given) {
    const { memoryLimit, renderLimit } = this.context;
    memoryLimit.use(workOn(value, given) + (name.startsWith('date') ? datePartsIn(given) * perDatePart : 0));
    renderLimit.check(performance.now());
    return handler.call(this, value, ...given);
  };
}

function datePartsIn([format]: readonly unknown[]): number {
  return typeof format === 'string' ? format.split('%').length : 3;
}

/** Filters read a name or an expression once more for each item. */
function workOn(value: unknown, given: readonly unknown[]): number {
  const items = Array.isArray(value) ? value.length : 0;
  const words = given.reduce<number>((sum, each) => sum + (typeof each === 'string' ? each.length : 0), 0);
  return weightOf([value, ...given]) + items * words;
}

/** How much would be there if it were written out: a list that is in a list twice counts twice. */
function weightOf(values: unknown[]): number {
  let weight = 0;
  const left = values;
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string') weight += value.length;
    else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
      weight += parts.length * perItem;
      for (const part of parts) left.push(part);
    }
    if (weight > templateLimits.work) return weight;
  }
  return weight + 1;
}

/** Every text that is written counts, whether it is output or captured, and every tag that is run. */
function boundEmitting(liquid: Liquid): void {
  const { renderer } = liquid;
  const renderTemplates = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter = new CountingEmitter(context)) => {
    let work = perTag;
    for (const template of templates) work += workOfTag(template);
    context.memoryLimit.use(work);
    return renderTemplates(templates, context, emitter);
  };
}

const known = new WeakMap<Template, number>();

/** The words of a tag are read whenever it is run, and the conditions of all its branches may be. */
function workOfTag(template: Template): number {
  const counted = known.get(template);
  if (counted !== undefined) return counted;
  const { kind, begin, end } = template.token;
  const work = perTag + (kind === TokenKind.HTML ? 0 : end - begin) + perComparison * branchesOf(template);
  known.set(template, work);
  return work;
}

interface Branch {
  readonly value?: { readonly initial?: { readonly postfix: readonly unknown[] } };
  readonly values?: readonly unknown[];
}

/** Conditions of an `if` with its `elsif`, values of a `case` with its `when`. */
function branchesOf(template: object): number {
  if (!('branches' in template) || !Array.isArray(template.branches)) return 0;
  const branches: readonly Branch[] = template.branches; // of IfTag, UnlessTag and CaseTag
  return branches.reduce((sum, branch) => sum + conditionsOf(branch), 0);
}

function conditionsOf(branch: Branch): number {
  return branch.values?.length ?? branch.value?.initial?.postfix.length ?? 1;
}

class CountingEmitter implements Emitter {
  buffer = '';
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  write(value: unknown): void {
    const text = typeof value === 'string' ? value : value === undefined || value === null ? '' : String(value);
    this.#context.memoryLimit.use(text.length);
    this.buffer += text;
    assertOutput(this.buffer.length);
  }
}

export function assertOutput(characters: number): void {
  if (characters > templateLimits.outputCharacters)
    throw new TemplateLimitError(
      `The message becomes longer than the limit of ${templateLimits.outputCharacters.toLocaleString('en')} characters`,
    );
}

function assertRange(low: number, high: number, context: Context): void {
  const items = high - low + 1;
  if (Number.isNaN(items)) return; // counts nothing
  const isCountable = Number.isSafeInteger(Math.ceil(low)) && Number.isSafeInteger(Math.ceil(high) + 1);
  if (!isCountable || items > templateLimits.rangeItems)
    throw new TemplateLimitError(
      `A range is longer than the limit of ${templateLimits.rangeItems.toLocaleString('en')} numbers`,
    );
  context.memoryLimit.use(items * perItem);
}
