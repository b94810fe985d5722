/** In which dates and numbers can be written, as BCP 47 names them. */
export const languages = [
  'en-GB',
  'en-US',
  'en-CA',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'it-IT',
  'nl-NL',
  'pt-BR',
  'pl-PL',
  'sv-SE',
] as const;
export type Language = (typeof languages)[number];
