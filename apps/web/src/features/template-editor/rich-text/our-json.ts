import type { JSONContent } from '@tiptap/core';
import { documentLimits, plainLine, richLine, richText } from '@engagex/domain/documents';
import type { PlainLine, RichLine, RichText } from '@engagex/domain/documents';
import { hasControlCharacter } from '@engagex/domain/shared';
import type { TextKind } from './extensions.ts';

export type OurText = RichText | RichLine | PlainLine;

const schemas = { rich: richText, line: richLine, plain: plainLine };

/** What the text editor holds as our JSON; null when it is more than a text may have, such as lists too deep. */
export function ourText(json: JSONContent, kind: TextKind): OurText | null {
  return schemas[kind].safeParse(ourNode(json)).data ?? null;
}

function ourNode(node: JSONContent): JSONContent {
  const { type, attrs, content, marks } = node;
  return {
    ...(type !== undefined && { type }),
    ...attrsOf(type, attrs),
    ...(content && {
      content: content.flatMap((child) => (child.type === 'text' ? textNodes(child) : [ourNode(child)])),
    }),
    ...marksOf(marks),
  };
}

function attrsOf(type: string | undefined, attrs: JSONContent['attrs']): { attrs?: Record<string, unknown> } {
  if (!attrs) return {};
  if (type === 'heading') return { attrs: { level: attrs['level'] } };
  if (type === 'orderedList') return { attrs: { start: attrs['start'] } };
  if (type === 'variable') return { attrs: { name: attrs['name'], fallback: attrs['fallback'] } };
  return {};
}

function marksOf(marks: JSONContent['marks']): Pick<JSONContent, 'marks'> {
  if (!marks || marks.length === 0) return {};
  return {
    marks: marks.map(({ type, attrs }) => {
      if (type === 'link') return { type, attrs: { link: attrs?.['link'] } };
      return type === 'color' ? { type, attrs: { color: attrs?.['color'] } } : { type };
    }),
  };
}

/** Text without what a text may not have, in pieces of the length it may have. */
function textNodes({ text = '', marks }: JSONContent): JSONContent[] {
  const clean = cleanText(text);
  const pieces: JSONContent[] = [];
  for (let at = 0; at < clean.length;) {
    const isPair = /[\uD800-\uDBFF]/.test(clean.charAt(at + documentLimits.textCharacters - 1));
    const end = at + documentLimits.textCharacters - (isPair ? 1 : 0);
    pieces.push({ type: 'text', text: clean.slice(at, end), ...marksOf(marks) });
    at = end;
  }
  return pieces;
}

/** Control characters, such as tabs, become spaces. */
export function cleanText(text: string): string {
  const wellFormed = text.toWellFormed();
  if (!hasControlCharacter(wellFormed)) return wellFormed;
  return Array.from(wellFormed, (each) => (hasControlCharacter(each) ? ' ' : each)).join('');
}
