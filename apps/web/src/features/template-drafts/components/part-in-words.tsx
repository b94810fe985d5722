import { type Conflict, languageName, wordsOf } from '@engagex/domain/documents';
import { nameOfPart } from '../part-words.ts';

/** A part of a message as far as words and a picture tell it; the editor can show it better. */
export function PartInWords({ part }: { part: Conflict['mine'] }) {
  if (part === null) return <p className="text-muted italic">Removed</p>;
  if (typeof part === 'string') return <p>{directionWords[part]}</p>;
  if ('others' in part) return <LanguagesInWords languages={part} />;
  if ('columns' in part) return <InsideInWords parts={part.columns.flatMap(({ blocks }) => blocks)} name="Section" />;
  if ('blocks' in part) return <InsideInWords parts={part.blocks} name="Column" />;
  const picture = 'picture' in part && part.picture?.from === 'web' ? part.picture.url : null;
  const words = wordsOf(part);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">{nameOfPart(part)}</p>
      {picture && (
        <img src={picture} alt="" className="max-h-40 max-w-full self-start rounded-sm bg-white object-contain" />
      )}
      {words && <p className="whitespace-pre-wrap wrap-anywhere">{words}</p>}
    </div>
  );
}

const directionWords = {
  brand: 'Direction of the brand kit',
  ltr: 'Left to right',
  rtl: 'Right to left',
};

function LanguagesInWords({ languages }: { languages: Extract<Conflict['mine'], { readonly others: unknown }> }) {
  const others = Object.entries(languages.others);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">Written in {languageName(languages.base)}</p>
      {others.map(([language, { subject, preheader }]) => (
        <p key={language} className="wrap-anywhere">
          {languageName(language)}
          {[subject, preheader].map((line) => line && `: ${line.value}`)}
        </p>
      ))}
    </div>
  );
}

function InsideInWords({ parts, name }: { parts: readonly Parameters<typeof wordsOf>[0][]; name: string }) {
  const words = parts.map(wordsOf).filter(Boolean);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">{name}</p>
      <p className="whitespace-pre-wrap wrap-anywhere">{words.length > 0 ? words.join('\n') : 'No text'}</p>
    </div>
  );
}
