import { SaxesParser } from 'saxes';
import { reportLimits as limits } from '@engagex/domain/domain-reports';
import { hasDoctype, malformedXml, tooDeep, tooManyRows } from './report-refusals.ts';

/** An element: its text, or the elements in it by their names. */
export type XmlElement = Readonly<Record<string, readonly XmlValue[]>>;
export type XmlValue = string | XmlElement;

interface OpenElement {
  readonly name: string;
  readonly content: Record<string, XmlValue[]>;
  text: string;
  isEmpty: boolean;
}

const pieceCharacters = 64 * 1024;
/** Control characters, most of which XML allows nowhere: some reporters leave them in names. */
const forbidden = /[[\p{Cc}--[\t\n\r]]\uFFFE\uFFFF]/gv;

/**
 * Reads a whole document and gives each of its records to `take`, of which none is kept: a tree of all of them takes much memory.
 * Resolves to the rest. Whatever declares entities is refused, so that none is ever expanded.
 */
export function readXml(text: string, take: (record: XmlElement) => void): XmlElement {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw hasDoctype();
  const root = opened('');
  const path: OpenElement[] = [root];
  let records = 0;
  const parser = new SaxesParser({ xmlns: false });
  const hear = (words: string) => {
    path.at(-1)!.text += words; // there is the root at least
  };
  parser.on('error', () => {
    throw malformedXml(parser.line);
  });
  parser.on('text', hear);
  parser.on('cdata', hear);
  parser.on('opentag', ({ name }) => {
    if (path.length > limits.depth) throw tooDeep();
    path.push(opened(localPartOf(name)));
  });
  parser.on('closetag', () => {
    const { name, content, text: words, isEmpty } = path.pop()!; // the parser refuses an end without its beginning
    const parent = path.at(-1)!;
    parent.isEmpty = false;
    if (name === 'record' && path.length === 2 && parent.name === 'feedback') {
      records += 1;
      if (records > limits.rows) throw tooManyRows();
      return take(content);
    }
    (parent.content[name] ??= []).push(isEmpty ? words : content);
  });
  for (let at = 0; at < text.length; at += pieceCharacters)
    parser.write(text.slice(at, at + pieceCharacters).replace(forbidden, ' '));
  parser.close();
  return root.content;
}

/** Without a prototype: elements may have any name. */
function opened(name: string): OpenElement {
  return { name, content: Object.create(null) as Record<string, XmlValue[]>, text: '', isEmpty: true };
}

function localPartOf(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first element of this name that has elements in it. */
export function first(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.[name]?.find((value): value is XmlElement => typeof value === 'object');
}

/** All elements of this name that have elements in them. */
export function all(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return (element?.[name] ?? []).filter((value): value is XmlElement => typeof value === 'object');
}

/** The text of an element on one line; null when it is missing or empty. */
export function textIn(element: XmlElement | undefined, name: string, max = 255): string | null {
  const value = element?.[name]?.find((each): each is string => typeof each === 'string');
  const text = value?.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return text ? text.slice(0, max) : null;
}
