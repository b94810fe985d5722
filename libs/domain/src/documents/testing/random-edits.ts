import fc from 'fast-check';
import type { Block } from '../blocks/block.ts';
import type { EmailDocument } from '../document.ts';
import { type Edit, idsOf, placeOf } from '../editing/edit.ts';
import { duplicate, moveDown, moveInto, moveUp } from '../editing/moves.ts';
import { withConfirmed, withLine, withTranslation } from '../languages/translating.ts';
import { paragraph, rich } from '../rich-text/compose.ts';
import { documentOf, sampleBlock } from './samples.ts';

/** Numbers that decide about one edit of whatever document there is then. */
export const randomDraws = fc.array(fc.tuple(fc.nat(99), fc.nat(99_999), fc.nat(99_999)), { maxLength: 14 });
type Draw = readonly [number, number, number];

/** An edit that can be done to this document; null when these numbers say nothing. `name` keeps new ids apart. */
export function editOf(document: EmailDocument, [what, which, where]: Draw, name: string): Edit | null {
  const ids = idsOf(document.sections);
  const id = ids[which % Math.max(1, ids.length)] ?? '';
  const columns = document.sections.flatMap((section) => section.columns);
  const column = columns[where % Math.max(1, columns.length)];
  const place = placeOf(document, id);
  let made = 0;
  const newId = () => `${name}-${(made += 1)}`;
  switch (what % 14) {
    case 0:
      return { do: 'insert-section', index: where % 5, section: sectionOf(newId) };
    case 1:
    case 2:
      return column
        ? { do: 'insert-block', columnId: column.id, index: which % 4, block: textOf(newId(), where) }
        : null;
    case 3:
      return place?.kind === 'section' && place.node.columns.length < 4
        ? { do: 'insert-column', sectionId: id, index: where % 3, column: { id: newId(), width: 1, blocks: [] } }
        : null;
    case 4:
      return place && (place.kind !== 'column' || place.section.columns.length > 1) ? { do: 'remove', id } : null;
    case 5:
      return moveUp(document, id);
    case 6:
      return moveDown(document, id);
    case 7:
      return column ? moveInto(document, id, column.id) : null;
    case 8:
      return place?.kind === 'column' && place.section.columns.length > 3 ? null : duplicate(document, id, newId);
    case 9:
      if (place?.kind === 'column') return { do: 'set', id, property: 'width', value: 1 + (where % 12) };
      if (place?.node && 'type' in place.node && place.node.type === 'text')
        return {
          do: 'set',
          id,
          property: 'content',
          value: JSON.parse(JSON.stringify(rich(paragraph(`changed ${where}`)))),
        };
      return place
        ? { do: 'set', id, property: 'repeat', value: { list: 'event.items', limit: 1 + (where % 9) } }
        : null;
    case 10:
    case 11:
      return place?.kind === 'block' ? translationOf(place.node, where, name) : null;
    case 12:
      return languagesOf(document, where, name);
    default:
      return { do: 'set-direction', direction: where % 2 === 0 ? 'ltr' : 'rtl' };
  }
}

const languages = ['de', 'pt', 'pt-BR', 'ar'];

/** A translation of the block's text, confirmed, written or taken away. */
function translationOf(block: Block, number: number, name: string): Edit {
  const language = languages[number % languages.length] ?? 'de';
  const value = number % 7 === 0 ? null : rich(paragraph(`${language} ${name} ${number}`));
  const translations =
    number % 5 === 0
      ? withConfirmed(block, language, 'content')
      : withTranslation(block, language, { path: 'content', value });
  const json = translations && JSON.parse(JSON.stringify(translations));
  return { do: 'set', id: block.id, property: 'translations', value: json };
}

/** A language more or less, or its subject. */
function languagesOf(
  { languages: before = { base: 'en', others: {} } }: EmailDocument,
  number: number,
  name: string,
): Edit {
  const language = languages[number % languages.length] ?? 'de';
  if (number % 3 > 0) {
    const line = { name: 'subject', base: 'Hello', value: `${language} ${name} ${number}` } as const;
    return { do: 'set-languages', languages: withLine(before, language, line) };
  }
  const { [language]: _, ...others } = before.others;
  return { do: 'set-languages', languages: { ...before, others } };
}

export function baseDocument(): EmailDocument {
  const blocks = (name: string, count: number) => Array.from({ length: count }, (_, at) => textOf(`${name}${at}`, at));
  const document = documentOf(blocks('a', 3), blocks('b', 2), blocks('d', 4));
  const [first, second, ...rest] = document.sections;
  if (!first || !second) throw new Error('The base document has three sections.');
  const more = { id: 'second-column', width: 1, blocks: blocks('e', 2) };
  return { ...document, sections: [first, { ...second, columns: [...second.columns, more] }, ...rest] };
}

function textOf(id: string, number: number): Block {
  const block = sampleBlock('text', id);
  return block.type === 'text' ? { ...block, content: rich(paragraph(`text ${number}`)) } : block;
}

function sectionOf(newId: () => string): EmailDocument['sections'][number] {
  const [section] = documentOf([textOf(newId(), 0)]).sections;
  if (!section) throw new Error('A document of one list has one section.');
  return { ...section, id: newId(), columns: section.columns.map((column) => ({ ...column, id: newId() })) };
}
