import { countries } from '@engagex/domain/shared';
import { countryName } from '../shared/names-of-codes.ts';
import { CodeSelect, type CodeSelectProps } from './code-select.tsx';

const options = countries
  .map((value) => ({ value, label: countryName(value), detail: value }))
  .toSorted((one, other) => one.label.localeCompare(other.label));

/** A country by its name, as its ISO 3166-1 code. */
export function CountrySelect(props: CodeSelectProps) {
  return <CodeSelect {...props} options={options} nameOf={countryName} nothing="No country found." />;
}
