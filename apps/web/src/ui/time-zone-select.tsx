import { countries } from '@engagex/domain/shared';
import { ownTimeZone } from '../shared/format.ts';
import { countryName } from '../shared/names-of-codes.ts';
import { CodeSelect, type CodeSelectProps } from './code-select.tsx';
import type { SearchOption } from './search-select.tsx';

let known: readonly SearchOption[] | undefined;

/** A time zone by its city, its country or its usual name, as the tz database writes it; this browser's comes first. */
export function TimeZoneSelect(props: CodeSelectProps) {
  return <CodeSelect {...props} options={knownZones()} nameOf={written} nothing="No time zone found." />;
}

/** Worked out when they are first shown, which takes a while. */
function knownZones(): readonly SearchOption[] {
  return (known ??= zoneOptions());
}

function zoneOptions(): SearchOption[] {
  const countriesOf = new Map<string, string[]>();
  for (const country of countries) {
    for (const zone of zonesOf(country))
      countriesOf.set(zone, [...(countriesOf.get(zone) ?? []), countryName(country)]);
  }
  const zones = new Set([ownTimeZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...zones].map((value) => ({
    value,
    label: written(value),
    detail: usualName(value),
    also: [newName[value] ?? '', ...(countriesOf.get(value) ?? [])].join(' '),
  }));
}

function written(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** Those of a country, where the browser knows them. */
function zonesOf(country: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale('und', {
    region: country,
  });
  return locale.getTimeZones?.() ?? [];
}

function usualName(timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longGeneric' });
  return format.formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** What people call places that browsers still list by an older name. */
const newName: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'Argentina',
  'America/Godthab': 'Nuuk',
  'Asia/Calcutta': 'Kolkata Mumbai Delhi',
  'Asia/Katmandu': 'Kathmandu',
  'Asia/Rangoon': 'Yangon',
  'Asia/Saigon': 'Ho Chi Minh',
  'Atlantic/Faeroe': 'Faroe',
  'Europe/Kiev': 'Kyiv',
};
