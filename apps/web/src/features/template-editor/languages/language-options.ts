import { languageName } from '@engagex/domain/documents';
import { languageCodes } from '@engagex/domain/shared';

/** Tags that people ask for beside the plain languages. */
const regional = `
  de-AT de-CH en-AU en-CA en-GB en-IE en-IN en-US es-419 es-AR es-ES es-MX fr-BE fr-CA fr-CH it-CH nl-BE pt-BR pt-PT
  sr-Cyrl sr-Latn zh-Hans zh-Hant zh-HK zh-TW`
  .trim()
  .split(/\s+/);

export const languageOptions = [...languageCodes, ...regional]
  .map((value) => ({ value, label: languageName(value), detail: value }))
  .toSorted((one, other) => one.label.localeCompare(other.label));
