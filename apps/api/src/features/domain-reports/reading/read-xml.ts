import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { reportLimits as limits } from '@engagex/domain/domain-reports';
import { hasDoctype, malformedXml, tooDeep, tooManyRows } from './report-refusals.ts';

/** An element: its text, or the elements in it by their names. */
export type XmlElement = Readonly<Record<string, readonly XmlValue[]>>;
export type XmlValue = string | XmlElement;

const options = {
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  maxNestedTags: limits.depth,
  isArray: () => true,
} as const;

/** The parser keeps the rows of a report as text, which is read row by row: a tree of all of them takes much memory. */
const outline = new XMLParser({ ...options, stopNodes: ['feedback.record'] });
const row = new XMLParser(options);

/** Reads a whole document. The elements called `record` come one by one. */
export function readXml(text: string): { readonly root: XmlElement; readonly records: Iterable<XmlElement> } {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw hasDoctype();
  const problem = XMLValidator.validate(text, { allowBooleanAttributes: false });
  if (problem !== true) throw malformedXml(problem.err.line);
  const root = parsed(outline, text);
  const records = first(root, 'feedback')?.['record'] ?? [];
  if (records.length > limits.rows) throw tooManyRows();
  return { root, records: elementsOf(records) };
}

function* elementsOf(records: readonly XmlValue[]): Generator<XmlElement> {
  for (const record of records) {
    if (typeof record !== 'string') continue;
    yield first(parsed(row, `<record>${record}</record>`), 'record') ?? {};
  }
}

function parsed(parser: XMLParser, text: string): XmlElement {
  try {
    // with isArray every value is an array of texts and of elements
    return parser.parse(text) as XmlElement;
  } catch (error) {
    throw error instanceof Error && /nested/i.test(error.message) ? tooDeep() : malformedXml(null);
  }
}

/** The first element of this name that has elements in it. */
export function first(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.[name]?.find((value): value is XmlElement => typeof value === 'object');
}

/** All elements of this name that have elements in them. */
export function all(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return (element?.[name] ?? []).filter((value): value is XmlElement => typeof value === 'object');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text of an element on one line; null when it is missing or empty. */
export function textIn(element: XmlElement | undefined, name: string, max = 255): string | null {
  const value = element?.[name]?.find((each): each is string => typeof each === 'string');
  const text = value
    ?.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities[entity] ?? '')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return text ? text.slice(0, max) : null;
}
