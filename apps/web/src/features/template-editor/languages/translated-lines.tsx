import { type LineTranslation, type Lines, linesIn, languageName, withLine } from '@engagex/domain/documents';
import { Check, Undo2 } from 'lucide-react';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';

const lineNames = { subject: 'Subject', preheader: 'Preheader' } as const;

/** Subject and preheader in the language that is being translated into, each with what it says in the main language. */
export function TranslatedLines({ language, lines }: { language: string; lines: Lines }) {
  const languages = useEditorState(({ history }) => history.document.languages);
  return linesIn(languages, language, lines).map((line) => (
    <TranslatedLineInput key={line.name} line={line} language={language} />
  ));
}

function TranslatedLineInput({ line, language }: { line: LineTranslation; language: string }) {
  const store = useEditorStore();
  const canWrite = useCan('templates:write');
  const { name, base, translation, isOutdated } = line;
  const label = `${lineNames[name]} in ${languageName(language)}`;
  const write = (value: string | null) => {
    const { languages } = store.document;
    if (languages) store.do({ do: 'set-languages', languages: withLine(languages, language, { name, base, value }) });
  };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2">
        <label className="flex min-w-0 flex-1 items-center gap-2">
          <span className="w-18 shrink-0 text-sm text-muted">{lineNames[name]}</span>
          <Input
            aria-label={label}
            lang={language}
            dir="auto"
            value={translation?.value ?? ''}
            placeholder={base}
            maxLength={500}
            readOnly={!canWrite}
            onChange={({ target }) => write(target.value === '' ? null : target.value)}
          />
        </label>
        {isOutdated && canWrite && translation && (
          <IconButton
            label={`Mark ${lineNames[name].toLowerCase()} as up to date`}
            icon={Check}
            onClick={() => write(translation.value)}
          />
        )}
        {translation && canWrite && (
          <IconButton
            label={`Use the ${lineNames[name].toLowerCase()} of the main language`}
            icon={Undo2}
            onClick={() => write(null)}
          />
        )}
      </div>
      {(translation || isOutdated) && base !== '' && (
        <p className="flex min-w-0 items-center gap-2 ps-20 text-sm text-muted">
          {isOutdated && <Badge meaning="warning">Outdated</Badge>}
          <span className="truncate">{base}</span>
        </p>
      )}
    </div>
  );
}
