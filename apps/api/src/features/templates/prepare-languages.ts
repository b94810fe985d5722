import { languageForReader } from '@engagex/domain/documents';
import { prepareMessage, type PreparedMessage } from './prepare-message.ts';

interface Written {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** In which dates and numbers are written; English without one. */
  readonly language?: string | null;
}

export interface WrittenInLanguages extends Written {
  readonly translations?: readonly (Written & { readonly language: string })[];
}

/** What is sent to everyone, each in their language. */
export interface PreparedLanguages {
  /** For a reader of this language; the content's own where it has none of theirs. */
  readonly for: (reader: string | null) => PreparedMessage;
  readonly all: readonly PreparedMessage[];
}

const mostReaders = 1_000;

/** Parses what is sent to everyone in every language; days and times are those of `timeZone`. Throws LiquidError. */
export function prepareLanguages(written: WrittenInLanguages, timeZone?: string): PreparedLanguages {
  const { translations = [] } = written;
  const base = prepareMessage(written, { timeZone, language: written.language ?? undefined });
  if (translations.length === 0) return { for: () => base, all: [base] };
  const others = new Map(
    translations.map((each) => [each.language, prepareMessage(each, { timeZone, language: each.language })]),
  );
  const languages = { base: written.language ?? 'en', others: [...others.keys()] };
  const known = new Map<string, PreparedMessage>();
  return {
    for: (reader) => {
      if (reader === null) return base;
      let message = known.get(reader);
      if (!message) {
        message = others.get(languageForReader(reader, languages) ?? '') ?? base;
        if (known.size < mostReaders) known.set(reader, message);
      }
      return message;
    },
    all: [base, ...others.values()],
  };
}
