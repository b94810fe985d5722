import { languageName, type Lines, unnamedLanguage } from '@engagex/domain/documents';
import { ChevronDown, Languages } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { progressInWords, useLanguageProgress } from './language-progress.ts';
import { LanguagesDialog } from './languages-dialog.tsx';

const noLines: Lines = { subject: '', preheader: '' };

/** In which language the message is shown and written; its own, or one that it is translated into. */
export function LanguageSwitcher({ lines = noLines }: { lines?: Lines }) {
  const store = useEditorStore();
  const canWrite = useCan('templates:write');
  const languages = useEditorState(({ history }) => history.document.languages);
  const language = useEditorState((state) => state.language);
  const progress = useLanguageProgress(lines);
  const [isOpen, setOpen] = useState(false);
  const others = Object.keys(languages?.others ?? {}).toSorted((one, other) =>
    languageName(one).localeCompare(languageName(other)),
  );
  const name = language ?? languages?.base;
  const shownName = name === unnamedLanguage || !name ? 'Original' : languageName(name);
  const shown = language === null ? null : progress.get(language);
  const dialog = <LanguagesDialog open={isOpen} onOpenChange={setOpen} progress={progress} />;
  if (!languages)
    return canWrite ? (
      <>
        <Button size="small" icon={Languages} onClick={() => setOpen(true)}>
          Languages
        </Button>
        {dialog}
      </>
    ) : null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button size="small" icon={Languages} aria-label={`Language: ${shownName}`}>
            {shownName}
            {shown && (
              <span className="font-normal text-muted tabular-nums max-sm:hidden">{progressInWords(shown)}</span>
            )}
            <ChevronDown aria-hidden className="size-3.5" />
          </Button>
        }
      >
        <MenuItem onSelect={() => store.translateInto(null)}>
          {languages.base === unnamedLanguage ? (
            'Original'
          ) : (
            <>
              {languageName(languages.base)} <span className="text-muted">Main language</span>
            </>
          )}
        </MenuItem>
        {others.map((tag) => {
          const own = progress.get(tag);
          return (
            <MenuItem key={tag} onSelect={() => store.translateInto(tag)}>
              {languageName(tag)}
              {own && <span className="text-muted tabular-nums">{progressInWords(own)}</span>}
            </MenuItem>
          );
        })}
        {canWrite && <MenuSeparator />}
        {canWrite && <MenuItem onSelect={() => setOpen(true)}>Manage languages…</MenuItem>}
      </Menu>
      {dialog}
    </>
  );
}
