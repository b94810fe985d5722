/** The parts of a brand kit as people know them. */
export const partsNamed = {
  colors: 'Colors',
  logo: 'Logo',
  fonts: 'Fonts',
  buttonShape: 'Button shape',
  social: 'Social links',
  words: 'Other languages',
  direction: 'Reading direction',
} as const;
