/** Where in its MJML a section or block of a document begins, by lines counted from 1. */
export interface PlaceInMjml {
  readonly id: string;
  readonly line: number;
}

/** Noncharacters (Unicode 23.7) around an id, at the beginning of a line. */
const mark = /^\uFDD2([A-Za-z0-9_-]{1,40})\uFDD3/;

/** Marks that what follows is of this section or block; `withPlaces` takes the mark away again. */
export function placeOfNode(id: string): string {
  return `\n\uFDD2${id}\uFDD3`;
}

/** MJML without marks, and what they said. */
export function withPlaces(marked: string): { readonly mjml: string; readonly places: readonly PlaceInMjml[] } {
  const places: PlaceInMjml[] = [];
  const lines = marked.split('\n').map((line, index) => {
    const id = mark.exec(line)?.[1];
    if (id) places.push({ id, line: index + 1 });
    return line.replace(mark, '');
  });
  return { mjml: lines.join('\n'), places };
}

/** The section or block that a line belongs to; null for what is of none, such as the head. */
export function nodeAtLine(places: readonly PlaceInMjml[], line: number): string | null {
  return places.findLast((place) => place.line <= line)?.id ?? null;
}
