import { isTimeZone } from '../../shared/time-zone.ts';
import { plainName } from './plain-name.ts';

/** Names of Windows and Office, as CLDR's windowsZones maps them (territory 001). */
const windows = `
  Dateline=Etc/GMT+12; UTC-11=Etc/GMT+11; Aleutian=America/Adak; Hawaiian=Pacific/Honolulu; Marquesas=Pacific/Marquesas; Alaskan=America/Anchorage; UTC-09=Etc/GMT+9;
  Pacific=America/Los_Angeles; Pacific Standard Time (Mexico)=America/Tijuana; UTC-08=Etc/GMT+8; US Mountain=America/Phoenix; Mountain=America/Denver; Mountain Standard Time (Mexico)=America/Mazatlan;
  Yukon=America/Whitehorse; Central America=America/Guatemala; Central=America/Chicago; Easter Island=Pacific/Easter; Central Standard Time (Mexico)=America/Mexico_City;
  Canada Central=America/Regina; SA Pacific=America/Bogota; Eastern Standard Time (Mexico)=America/Cancun; Eastern=America/New_York; Haiti=America/Port-au-Prince; Cuba=America/Havana;
  US Eastern=America/Indianapolis; Turks And Caicos=America/Grand_Turk; Paraguay=America/Asuncion; Atlantic=America/Halifax; Venezuela=America/Caracas; Central Brazilian=America/Cuiaba;
  SA Western=America/La_Paz; Pacific SA=America/Santiago; Newfoundland=America/St_Johns; Tocantins=America/Araguaina; E. South America=America/Sao_Paulo; SA Eastern=America/Cayenne;
  Argentina=America/Buenos_Aires; Montevideo=America/Montevideo; Magallanes=America/Punta_Arenas; Saint Pierre=America/Miquelon; Bahia=America/Bahia; Greenland=America/Godthab; UTC-02=Etc/GMT+2;
  Azores=Atlantic/Azores; Cape Verde=Atlantic/Cape_Verde; GMT=Europe/London; Greenwich=Atlantic/Reykjavik; Sao Tome=Africa/Sao_Tome; Morocco=Africa/Casablanca;
  W. Europe=Europe/Berlin; Central Europe=Europe/Budapest; Romance=Europe/Paris; Central European=Europe/Warsaw; W. Central Africa=Africa/Lagos; GTB=Europe/Bucharest; Middle East=Asia/Beirut;
  Egypt=Africa/Cairo; E. Europe=Europe/Chisinau; West Bank=Asia/Hebron; South Africa=Africa/Johannesburg; FLE=Europe/Kiev; Israel=Asia/Jerusalem; South Sudan=Africa/Juba; Kaliningrad=Europe/Kaliningrad;
  Sudan=Africa/Khartoum; Libya=Africa/Tripoli; Namibia=Africa/Windhoek; Jordan=Asia/Amman; Arabic=Asia/Baghdad; Syria=Asia/Damascus; Turkey=Europe/Istanbul; Arab=Asia/Riyadh; Belarus=Europe/Minsk;
  Russian=Europe/Moscow; E. Africa=Africa/Nairobi; Volgograd=Europe/Volgograd; Iran=Asia/Tehran; Arabian=Asia/Dubai; Astrakhan=Europe/Astrakhan; Azerbaijan=Asia/Baku; Russia Time Zone 3=Europe/Samara;
  Mauritius=Indian/Mauritius; Saratov=Europe/Saratov; Georgian=Asia/Tbilisi; Caucasus=Asia/Yerevan; Afghanistan=Asia/Kabul; West Asia=Asia/Tashkent; Qyzylorda=Asia/Qyzylorda; Ekaterinburg=Asia/Yekaterinburg;
  Pakistan=Asia/Karachi; India=Asia/Calcutta; Sri Lanka=Asia/Colombo; Nepal=Asia/Katmandu; Central Asia=Asia/Bishkek; Bangladesh=Asia/Dhaka; Omsk=Asia/Omsk; Myanmar=Asia/Rangoon; SE Asia=Asia/Bangkok;
  Altai=Asia/Barnaul; W. Mongolia=Asia/Hovd; North Asia=Asia/Krasnoyarsk; N. Central Asia=Asia/Novosibirsk; Tomsk=Asia/Tomsk; China=Asia/Shanghai; North Asia East=Asia/Irkutsk; Singapore=Asia/Singapore;
  W. Australia=Australia/Perth; Taipei=Asia/Taipei; Ulaanbaatar=Asia/Ulaanbaatar; Aus Central W.=Australia/Eucla; Transbaikal=Asia/Chita; Tokyo=Asia/Tokyo; North Korea=Asia/Pyongyang; Korea=Asia/Seoul;
  Yakutsk=Asia/Yakutsk; Cen. Australia=Australia/Adelaide; AUS Central=Australia/Darwin; E. Australia=Australia/Brisbane; AUS Eastern=Australia/Sydney; West Pacific=Pacific/Port_Moresby; Tasmania=Australia/Hobart;
  Vladivostok=Asia/Vladivostok; Lord Howe=Australia/Lord_Howe; Bougainville=Pacific/Bougainville; Russia Time Zone 10=Asia/Srednekolymsk; Magadan=Asia/Magadan; Norfolk=Pacific/Norfolk; Sakhalin=Asia/Sakhalin;
  Central Pacific=Pacific/Guadalcanal; Russia Time Zone 11=Asia/Kamchatka; New Zealand=Pacific/Auckland; UTC+12=Etc/GMT-12; Fiji=Pacific/Fiji; Chatham Islands=Pacific/Chatham; UTC+13=Etc/GMT-13; Tonga=Pacific/Tongatapu;
  Samoa=Pacific/Apia; Line Islands=Pacific/Kiritimati`;

/** Cities that give no zone its name, or not in their own language: those that Windows and Google list first. */
const cities = `
  wien=Vienna, rom=Rome, roma=Rome, mailand=Rome, milan=Rome, munich=Berlin, munchen=Berlin, hamburg=Berlin, frankfurt=Berlin, koln=Berlin, cologne=Berlin, bern=Zurich, basel=Zurich, geneva=Zurich, geneve=Zurich, genf=Zurich,
  prag=Prague, praha=Prague, warschau=Warsaw, warszawa=Warsaw, brussel=Brussels, bruxelles=Brussels, bruessel=Brussels, kopenhagen=Copenhagen, kobenhavn=Copenhagen, lissabon=Lisbon, lisboa=Lisbon, athen=Athens,
  moskau=Moscow, moskva=Moscow, kyiv=Kiev, kiew=Kiev, bukarest=Bucharest, londres=London, londen=London, barcelona=Madrid, lyon=Paris, edinburgh=London, new york city=New_York, nyc=New_York, washington=New_York, boston=New_York, miami=New_York, san francisco=Los_Angeles, seattle=Los_Angeles,
  mumbai=Kolkata, new delhi=Kolkata, delhi=Kolkata, chennai=Kolkata, bangalore=Kolkata, beijing=Shanghai, peking=Shanghai, osaka=Tokyo, sapporo=Tokyo, canberra=Sydney, wellington=Auckland, rio de janeiro=Sao_Paulo, brasilia=Sao_Paulo, abu dhabi=Dubai, pretoria=Johannesburg, cape town=Johannesburg, athenes=Athens, varsovie=Warsaw, vienne=Vienna`;

/** Abbreviations that stand for one zone of the day, and that PostgreSQL and `Intl` read otherwise or not at all. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries({
    MEZ: 'Europe/Berlin',
    MESZ: 'Europe/Berlin',
    CEST: 'Europe/Berlin',
    PT: 'America/Los_Angeles',
    PDT: 'America/Los_Angeles',
    MDT: 'America/Denver',
    CDT: 'America/Chicago',
    EDT: 'America/New_York',
    ET: 'America/New_York',
    JST: 'Asia/Tokyo',
    AEST: 'Australia/Sydney',
    AEDT: 'Australia/Sydney',
    NZST: 'Pacific/Auckland',
    UTC: 'UTC',
    GMT: 'GMT',
    Z: 'UTC',
  }),
);

let byName: Map<string, string> | undefined;

/**
 * An IANA time zone from its name in any case, its city, what Windows calls it, or a distance from UTC. `GMT+1` is an hour
 * ahead, whose name in the database is Etc/GMT-1 (the signs of POSIX). Null for what has no or several readings.
 */
export function readTimeZone(cell: string): string | null {
  const text = cell.trim();
  const abbreviation = abbreviations.get(text.toUpperCase());
  if (abbreviation) return abbreviation;
  if (isTimeZone(text)) return canonical(text);
  if (text.length > 120) return null;
  const [, offset = '', rest = ''] =
    /^\(?((?:UTC|GMT|Z)?\s*(?:[+\-−±]\s*\d{1,2}(?::?\d\d)?)?)\)?\s*(.*)$/i.exec(text) ?? [];
  const names = (byName ??= zonesByName());
  const whole = names.get(plainName(text));
  if (whole) return whole;
  if (rest !== '') {
    // `(UTC+01:00) Amsterdam, Berlin, Bern`: the first place that is known.
    for (const place of rest.split(/[,;/&]|\bund\b|\band\b/)) {
      const zone = names.get(plainName(place));
      if (zone) return zone;
    }
    return names.get(plainName(rest)) ?? null;
  }
  return ofOffset(offset);
}

/** Whole hours only: of half ones there are several. */
function ofOffset(text: string): string | null {
  const [, sign = '', hours = '', minutes = '00'] =
    /^(?:UTC|GMT|Z)?\s*(?:([+\-−±])\s*(\d{1,2})(?::?(\d\d))?)?$/i.exec(text) ?? [];
  if (sign === '' || minutes !== '00') return null;
  const hour = Number(hours);
  if (hour === 0) return 'UTC';
  if (sign === '±') return null;
  const zone = `Etc/GMT${sign === '+' ? '-' : '+'}${hour}`;
  return isTimeZone(zone) ? zone : null;
}

/** The database's own spelling: `europe/zurich` is kept as Europe/Zurich. Links stay what they are. */
function canonical(name: string): string {
  const known = (byName ??= zonesByName()).get(`zone:${name.toLowerCase()}`);
  return known ?? name;
}

function zonesByName(): Map<string, string> {
  const found = new Map<string, string>();
  const doubtful = new Set<string>();
  const byCity = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    found.set(`zone:${zone.toLowerCase()}`, zone);
    const city = plainName(zone.slice(zone.lastIndexOf('/') + 1));
    if (zone.startsWith('Etc/') || !zone.includes('/')) continue;
    if (byCity.has(city)) doubtful.add(city);
    byCity.set(city, zone);
  }
  for (const city of doubtful) byCity.delete(city);
  for (const [city, zone] of byCity) found.set(city, zone);
  for (const entry of cities.split(',')) {
    const [name = '', city = ''] = entry.trim().split('=');
    const zone = byCity.get(plainName(city));
    if (zone && !found.has(plainName(name))) found.set(plainName(name), zone);
  }
  for (const [city, zone] of [
    ['kolkata', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kiev'],
  ] as const)
    if (!found.has(city) && isTimeZone(zone)) found.set(city, zone);
  for (const entry of windows.split(';')) {
    const at = entry.indexOf('=');
    const name = entry.slice(0, at).trim();
    const zone = entry.slice(at + 1).trim();
    const isWhole = /Standard Time|^UTC/.test(name);
    found.set(plainName(isWhole ? name : `${name} Standard Time`), zone);
  }
  return found;
}
