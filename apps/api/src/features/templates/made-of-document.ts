import {
  type Block,
  blockFor,
  type BrandKit,
  documentFor,
  type EmailDocument,
  isSaidByBrand,
  languageChain,
  languageForReader,
  languageName,
  mjmlOfDocument,
  needsTranslation,
  nodeAtLine,
  type PlaceInMjml,
  type RenderingOptions,
  translationProgress,
  translationsOf,
  unnamedLanguage,
} from '@engagex/domain/documents';
import { invalid } from '@engagex/domain/shared';
import type { Template, TemplateLanguages, TemplateProblem } from '@engagex/domain/templates';
import type { PublishedBlocks } from '../saved-blocks/index.ts';

/** A visual template: the document is the source, MJML and everything after it is made of it. */
export interface MadeOf {
  readonly document: EmailDocument | null;
  readonly subject: string;
  readonly preheader: string;
}

/** The language a document is written in stands first. */
type Places = readonly { readonly language: string; readonly inMjml: readonly PlaceInMjml[] }[];

export interface Made extends Pick<Template, 'body' | 'languages'> {
  /** What the document itself has to fix; `path` is `document` and the id of the block. */
  readonly problems: readonly TemplateProblem[];
  /** Where the blocks are in the MJML of each language. */
  readonly places: Places;
}

/** What documents of an organization refer to. */
export interface Parts {
  readonly brand: BrandKit;
  readonly savedBlocks: Pick<PublishedBlocks, 'get'>;
}

/** The MJML of a document in each of its languages, for the compiler that reads MJML an author wrote. */
export function madeOf(
  { document, ...lines }: MadeOf,
  { brand, savedBlocks }: Parts,
  options: Partial<Pick<RenderingOptions, 'title' | 'language'>> = {},
): Made {
  if (!document)
    throw invalid('template.kind', 'A visual template needs a document.', [
      { path: ['document'], message: 'Send the document.' },
    ]);
  const { languages } = document;
  const named = languages?.base === unnamedLanguage ? undefined : languages?.base;
  const render = (shown: EmailDocument, language: string, inLanguage: (block: Block) => Block) =>
    mjmlOfDocument(shown, {
      ...options,
      language,
      brand,
      savedBlocks: (id) => savedBlocks.get(id)?.map(inLanguage) ?? null,
    });
  const base = named ?? options.language ?? 'en';
  const { mjml, problems, places } = render(document, base, (block) => block);
  const rendered = Object.entries(languages?.others ?? {}).map(([language, own]) => ({
    language,
    subject: own.subject?.value ?? null,
    preheader: own.preheader?.value ?? null,
    ...render(documentFor(document, language, brand), language, (block) => blockFor(block, language, brand)),
  }));
  const others = rendered.map(({ language, subject, preheader, mjml: body }) => ({
    language,
    subject,
    preheader,
    body,
  }));
  const untranslated = others.flatMap(({ language }) =>
    problemsWithTranslation(language, { document, lines, savedBlocks, brand }),
  );
  return {
    body: mjml,
    languages: languages ? ({ base: languages.base, others } satisfies TemplateLanguages) : null,
    problems: [...problems.map(({ id, ...problem }) => ({ ...problem, path: ['document', id] })), ...untranslated],
    places: [
      { language: base, inMjml: places },
      ...rendered.map(({ language, places: inMjml }) => ({ language, inMjml })),
    ],
  };
}

interface Translated extends Parts {
  readonly document: EmailDocument;
  readonly lines: Pick<MadeOf, 'subject' | 'preheader'>;
}

/** What people who read this language get in another, or as it was before the text was changed. */
function problemsWithTranslation(language: string, translated: Translated): TemplateProblem[] {
  const { document, lines, savedBlocks, brand } = translated;
  // What a shorter tag has, such as `pt` for `pt-BR`, is not missing.
  const chain = languageChain(language).filter((tag) => tag === language || document.languages?.others[tag]);
  const { texts, outdated, ...progress } = translationProgress(document, language, lines, brand);
  const missing = chain.length > 1 ? 0 : texts - progress.translated;
  const inSaved = blocksOf(document)
    .flatMap((block) => (block.type === 'saved' ? (savedBlocks.get(block.savedBlockId) ?? []) : []))
    .flatMap((block) =>
      translationsOf(block, language).filter(
        (part) => needsTranslation(block, part) && !isSaidByBrand(block, part.path, brand, language),
      ),
    )
    .filter(({ translation, isOutdated }) => (translation === null && chain.length === 1) || isOutdated).length;
  const name = languageName(language);
  const said = (count: number, code: string, is: (texts: string) => string): TemplateProblem[] =>
    count === 0
      ? []
      : [
          {
            severity: 'warning',
            path: ['document'],
            code,
            message: `${name}: ${is(count === 1 ? '1 text' : `${count} texts`)}`,
          },
        ];
  return [
    ...said(missing, 'translation_missing', (count) => `${count} not translated yet.`),
    ...said(
      outdated,
      'translation_outdated',
      (count) => `${count} changed since translation. Check ${outdated === 1 ? 'it' : 'them'} in the editor.`,
    ),
    ...said(inSaved, 'translation_missing', (count) => `${count} of saved blocks not translated, or outdated.`),
  ];
}

function blocksOf({ sections }: EmailDocument): Block[] {
  return sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks));
}

/**
 * Problems of the MJML that was made of a document for this reader, at its blocks: lines mean nothing to whoever edits
 * these.
 */
export function atBlocks(
  problems: readonly TemplateProblem[],
  [base, ...translations]: Places,
  reader: string | null,
): TemplateProblem[] {
  const others = translations.map(({ language }) => language);
  const shown = languageForReader(reader, { base: base?.language ?? '', others });
  const { inMjml: places = [] } = translations.find(({ language }) => language === shown) ?? base ?? {};
  return problems.map(({ line, column: _c, ...problem }) => {
    const isOfBody = problem.path[0] === 'body' && line !== undefined;
    const id = isOfBody ? nodeAtLine(places, line) : null;
    return id === null ? problem : { ...problem, path: ['document', id] };
  });
}
