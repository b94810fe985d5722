import type { ComponentType } from 'react';
import { countryName, languageName } from '../shared/names-of-codes.ts';
import type { CodeSelectProps } from './code-select.tsx';
import { CountrySelect } from './country-select.tsx';
import { LanguageSelect } from './language-select.tsx';
import { TimeZoneSelect } from './time-zone-select.tsx';

export interface CodeField {
  readonly Select: ComponentType<CodeSelectProps>;
  /** What people call a code. */
  readonly nameOf: (code: string) => string;
}

/** The fields of a contact that hold codes, by name: what chooses them, and what a code is called. */
export const codeFields: ReadonlyMap<string, CodeField> = new Map([
  ['country', { Select: CountrySelect, nameOf: countryName }],
  ['language', { Select: LanguageSelect, nameOf: languageName }],
  ['timeZone', { Select: TimeZoneSelect, nameOf: (zone: string) => zone.replaceAll('_', ' ') }],
]);
