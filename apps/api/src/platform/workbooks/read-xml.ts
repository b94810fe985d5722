import { Parser } from 'htmlparser2';
import { workbookLimits } from './limits.ts';
import { type Attributes, Namespaces } from './namespaces.ts';
import { damaged } from './refusal.ts';

/**
 * What is told of a part, in its order. Names come without their namespace's prefix, which every program chooses for itself;
 * the name of an element that is not of a workbook's own namespaces is empty, for extensions use the same words.
 */
export interface XmlHandler {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads XML piece by piece and pauses after each. Entities other than XML's own five are not known, and a document that
 * declares some is refused: no part of a workbook does.
 */
export async function* readXml(part: AsyncIterable<Buffer>, handler: XmlHandler): AsyncGenerator<void> {
  let depth = 0;
  let elements = 0;
  let isOver = false;
  const names = new Namespaces();
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        elements += 1;
        depth += 1;
        if (depth > workbookLimits.depth) throw damaged('The workbook is nested too deeply.');
        names.open(depth, attributes);
        handler.open?.(names.elementOf(name), names.attributesOf(attributes));
      },
      ontext: (text) => handler.text?.(text),
      onclosetag(name) {
        if (isOver) throw incomplete(); // the parser closes what the document left open
        const closed = names.elementOf(name);
        names.close(depth);
        depth -= 1;
        handler.close?.(closed);
      },
      onprocessinginstruction(name) {
        if (name.toLowerCase() === '!doctype') throw damaged('The workbook declares entities of its own.');
      },
    },
    { xmlMode: true },
  );
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const bytes of part) {
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    parser.write(decoded(decoder, bytes));
    yield;
  }
  if (decoder) parser.write(decoded(decoder));
  isOver = true;
  parser.end();
  if (elements === 0) throw incomplete();
}

/** Reads a small part to its end. */
export async function readAllXml(part: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  for await (const _pause of readXml(part, handler));
}

/** XML is UTF-8, or UTF-16 with a mark. */
function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw damaged('The workbook contains text that is not UTF-8.');
  }
}

function incomplete() {
  return damaged('A part of the workbook is incomplete or not XML.');
}
