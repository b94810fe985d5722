import {
  directionOfLanguage,
  type DocumentLanguages,
  documentLimits,
  languageName,
  type TranslationProgress,
  unnamedLanguage,
} from '@engagex/domain/documents';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CodeSelect } from '../../../ui/code-select.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import { languageOptions } from './language-options.ts';
import { progressInWords } from './language-progress.ts';

interface LanguagesDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly progress: ReadonlyMap<string, TranslationProgress>;
}

const usualLanguage = 'en';

/** The language that the message is written in, and those it is translated into. */
export function LanguagesDialog({ open, onOpenChange, progress }: LanguagesDialogProps) {
  const store = useEditorStore();
  const languages = useEditorState(({ history }) => history.document.languages);
  const [base, setBase] = useState(usualLanguage);
  const main = languages?.base ?? base;
  const others = Object.keys(languages?.others ?? {});
  const free = languageOptions.filter(({ value }) => value !== main && !others.includes(value));
  const change = (next: DocumentLanguages) => store.do({ do: 'set-languages', languages: next });
  const add = (language: string) => {
    change({ base: main, others: { ...languages?.others, [language]: {} } });
    store.translateInto(language);
    onOpenChange(false);
  };
  const remove = (language: string) => {
    if (!languages) return;
    const { [language]: _, ...rest } = languages.others;
    change({ ...languages, others: rest });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Languages"
      description="People get the message in the language of their contact. Everyone else gets the main language."
    >
      <DialogBody>
        {main !== unnamedLanguage && (
          <Field label="Main language" help="The language the message is written in.">
            <CodeSelect
              options={languageOptions.filter(({ value }) => !others.includes(value))}
              nameOf={languageName}
              nothing="No language found."
              value={main}
              onChange={(next) => (languages ? change({ ...languages, base: next }) : setBase(next))}
            />
          </Field>
        )}
        {others.length > 0 && (
          <section aria-label="Translations" className="flex flex-col gap-1.5">
            <h3 className="font-medium">Translations</h3>
            <ul className="divide-y divide-line rounded-md border border-line">
              {others.map((language) => {
                const own = progress.get(language);
                const name = languageName(language);
                return (
                  <li key={language} className="flex items-center gap-2 py-1 pr-1 pl-3">
                    <span className="min-w-0 flex-1">
                      {name}
                      <span className="block text-sm text-muted tabular-nums">
                        {own && progressInWords(own)}
                        {directionOfLanguage(language) === 'rtl' && ' · right to left'}
                      </span>
                    </span>
                    <IconButton
                      label={`Translate into ${name}`}
                      icon={Pencil}
                      onClick={() => {
                        store.translateInto(language);
                        onOpenChange(false);
                      }}
                    />
                    <IconButton label={`Remove ${name}`} icon={Trash2} onClick={() => remove(language)} />
                  </li>
                );
              })}
            </ul>
            <p className="text-sm text-muted">
              The texts of a language you remove are kept until you publish, in case you add it again.
            </p>
          </section>
        )}
        {others.length < documentLimits.languages ? (
          <Field label="Add a translation" help="For a variant such as pt-BR, texts that are missing come from pt.">
            <CodeSelect
              options={free}
              nameOf={languageName}
              nothing="No language found."
              placeholder="Choose a language"
              value={null}
              onChange={add}
            />
          </Field>
        ) : (
          <p className="text-sm text-muted">A message can have up to {documentLimits.languages} translations.</p>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={() => onOpenChange(false)}>
          Done
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
