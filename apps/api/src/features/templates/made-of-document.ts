import {
  type BrandKit,
  type EmailDocument,
  mjmlOfDocument,
  nodeAtLine,
  type PlaceInMjml,
  type RenderingOptions,
} from '@engagex/domain/documents';
import { invalid } from '@engagex/domain/shared';
import type { Template, TemplateProblem } from '@engagex/domain/templates';
import type { PublishedBlocks } from '../saved-blocks/index.ts';

/** A visual template: the document is the source, MJML and everything after it is made of it. */
export interface MadeOf {
  readonly document: EmailDocument | null;
}

export interface Made extends Pick<Template, 'body'> {
  /** What the document itself has to fix; `path` is `document` and the id of the block. */
  readonly problems: readonly TemplateProblem[];
  readonly places: readonly PlaceInMjml[];
}

/** What documents of an organization refer to. */
export interface Parts {
  readonly brand: BrandKit;
  readonly savedBlocks: Pick<PublishedBlocks, 'get'>;
}

/** The MJML of a document, for the compiler that reads MJML an author wrote. */
export function madeOf(
  { document }: MadeOf,
  { brand, savedBlocks }: Parts,
  options: Partial<Pick<RenderingOptions, 'language' | 'title'>> = {},
): Made {
  if (!document)
    throw invalid('template.kind', 'A visual template needs a document.', [
      { path: ['document'], message: 'Send the document.' },
    ]);
  const { mjml, problems, places } = mjmlOfDocument(document, {
    language: 'en',
    ...options,
    brand,
    savedBlocks: (id) => savedBlocks.get(id) ?? null,
  });
  return {
    body: mjml,
    problems: problems.map(({ id, ...problem }) => ({ ...problem, path: ['document', id] })),
    places,
  };
}

/** Problems of the MJML that was made of a document, at its blocks: lines mean nothing to whoever edits these. */
export function atBlocks(problems: readonly TemplateProblem[], places: readonly PlaceInMjml[]): TemplateProblem[] {
  return problems.map((problem) => {
    const { line, path } = problem;
    const id = path[0] === 'body' && line !== undefined ? nodeAtLine(places, line) : null;
    return { ...problem, line: undefined, column: undefined, path: id === null ? path : ['document', id] };
  });
}
