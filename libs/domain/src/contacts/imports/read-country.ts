import { countries, isCountry } from '../../shared/index.ts';
import { plainName } from './plain-name.ts';

/** ISO 3166-1: alpha-3 codes, in the order of `countries`. */
const alpha3 = `
  AND ARE AFG ATG AIA ALB ARM AGO ATA ARG ASM AUT AUS ABW ALA AZE BIH BRB BGD BEL BFA BGR BHR BDI BEN BLM BMU BRN BOL BES BRA BHS BTN BVT BWA BLR BLZ CAN CCK COD
  CAF COG CHE CIV COK CHL CMR CHN COL CRI CUB CPV CUW CXR CYP CZE DEU DJI DNK DMA DOM DZA ECU EST EGY ESH ERI ESP ETH FIN FJI FLK FSM FRO FRA GAB GBR GRD GEO GUF
  GGY GHA GIB GRL GMB GIN GLP GNQ GRC SGS GTM GUM GNB GUY HKG HMD HND HRV HTI HUN IDN IRL ISR IMN IND IOT IRQ IRN ISL ITA JEY JAM JOR JPN KEN KGZ KHM KIR COM KNA
  PRK KOR KWT CYM KAZ LAO LBN LCA LIE LKA LBR LSO LTU LUX LVA LBY MAR MCO MDA MNE MAF MDG MHL MKD MLI MMR MNG MAC MNP MTQ MRT MSR MLT MUS MDV MWI MEX MYS MOZ NAM
  NCL NER NFK NGA NIC NLD NOR NPL NRU NIU NZL OMN PAN PER PYF PNG PHL PAK POL SPM PCN PRI PSE PRT PLW PRY QAT REU ROU SRB RUS RWA SAU SLB SYC SDN SWE SGP SHN SVN
  SJM SVK SLE SMR SEN SOM SUR SSD STP SLV SXM SYR SWZ TCA TCD ATF TGO THA TJK TKL TLS TKM TUN TON TUR TTO TUV TWN TZA UKR UGA UMI USA URY UZB VAT VCT VEN VGB VIR
  VNM VUT WLF WSM YEM MYT ZAF ZMB ZWE`
  .trim()
  .split(/\s+/);

/** Names that ISO 3166, other products or people use beside those of `Intl`. */
const otherNames = `
  uk GB, great britain GB, england GB, scotland GB, wales GB, northern ireland GB, grossbritannien GB, grande bretagne GB, gran bretana GB,
  gran bretagna GB, gra bretanha GB, groot brittannie GB, united kingdom of great britain and northern ireland GB, britain GB,
  usa US, u s a US, u s US, us of a US, united states of america US, vereinigte staaten von amerika US, etats unis d amerique US, america US,
  estados unidos de america US, stati uniti d america US, verenigde staten van amerika US, eeuu US, ee uu US,
  holland NL, the netherlands NL, nederland NL, korea KR, republic of korea KR, korea republic of KR, south korea KR, korea south KR,
  korea democratic people s republic of KP, democratic people s republic of korea KP, russian federation RU, czech republic CZ, tschechische republik CZ,
  republique tcheque CZ, republica checa CZ, repubblica ceca CZ, tsjechische republiek CZ, slovak republic SK, viet nam VN, iran islamic republic of IR, syrian arab republic SY,
  bolivia plurinational state of BO, venezuela bolivarian republic of VE, tanzania united republic of TZ, moldova republic of MD, republic of moldova MD,
  macedonia MK, macedonia the former yugoslav republic of MK, republic of north macedonia MK, taiwan province of china TW, taiwan republic of china TW, hong kong HK, hongkong HK,
  macao MO, macau MO, lao people s democratic republic LA, congo democratic republic of the CD, congo the democratic republic of the CD, democratic republic of the congo CD, dr congo CD, congo CG, republic of the congo CG,
  ivory coast CI, cote d ivoire CI, cape verde CV, swaziland SZ, burma MM, east timor TL, micronesia federated states of FM,
  palestine state of PS, palestine PS, state of palestine PS, brunei darussalam BN, uae AE, u a e AE, emirates AE, turkiye TR, turkey TR, tuerkei TR, republic of ireland IE, eire IE,
  weissrussland BY, belorussia BY, holy see VA, vatican VA, saint helena ascension and tristan da cunha SH, virgin islands british VG, virgin islands u s VI,
  falkland islands malvinas FK, saint martin french part MF, sint maarten dutch part SX, bonaire sint eustatius and saba BQ, people s republic of china CN, pr china CN,
  federal republic of germany DE, bundesrepublik deutschland DE, brd DE, republic of austria AT, oesterreich AT, swiss confederation CH, confoederatio helvetica CH, switzerland ch CH, the gambia GM, the bahamas BS`;

const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'da'];
let byName: Map<string, string> | undefined;

/**
 * ISO 3166-1 alpha-2 from the code, the alpha-3 code, or the country's name in a language in which headers are understood
 * or in one that is spoken there; null for what is none.
 */
export function readCountry(cell: string): string | null {
  const code = cell.toUpperCase();
  if (isCountry(code)) return code;
  if (cell.length > 80) return null;
  return (byName ??= countriesByName()).get(plainName(cell)) ?? null;
}

function countriesByName(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string | undefined, code: string) => {
    const key = plainName(name ?? '');
    if (key.length > 1 && !found.has(key)) found.set(key, code);
  };
  for (const entry of otherNames.split(',')) add(entry.trim().slice(0, -3), entry.trim().slice(-2));
  countries.forEach((code, index) => add(alpha3[index], code));
  const inLanguages = languages.map(
    (language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
  );
  for (const code of countries) for (const names of inLanguages) add(names.of(code), code);
  for (const code of countries) {
    const { language } = new Intl.Locale(`und-${code}`).maximize();
    if (language && language !== 'und')
      add(new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }).of(code), code);
  }
  return found;
}
