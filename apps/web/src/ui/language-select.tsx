import { languageCodes } from '@engagex/domain/shared';
import { languageName, ownLanguageName } from '../shared/names-of-codes.ts';
import { CodeSelect, type CodeSelectProps } from './code-select.tsx';

const options = languageCodes
  .map((value) => ({ value, label: languageName(value), detail: `${ownLanguageName(value)} · ${value}` }))
  .toSorted((one, other) => one.label.localeCompare(other.label));

/** A language by its name in English or in itself, as its BCP 47 tag. */
export function LanguageSelect(props: CodeSelectProps) {
  return <CodeSelect {...props} options={options} nameOf={languageName} nothing="No language found." />;
}
