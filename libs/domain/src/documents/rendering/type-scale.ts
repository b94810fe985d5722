/** Sizes of text in pixels, and how they shrink on phones. */
export interface TypeSize {
  readonly size: number;
  readonly onPhones: number;
  readonly lineHeight: string;
  readonly letterSpacing: string;
}

export const headingSizes: Readonly<Record<1 | 2 | 3, TypeSize>> = {
  1: { size: 36, onPhones: 29, lineHeight: '1.18', letterSpacing: '-0.4px' },
  2: { size: 24, onPhones: 22, lineHeight: '1.28', letterSpacing: '-0.2px' },
  3: { size: 18, onPhones: 18, lineHeight: '1.4', letterSpacing: '0' },
};

export const textSizes = { small: 13, normal: 16, large: 19 } as const;
export const textLineHeight = '1.6';

export const buttonSizes = {
  small: { size: 14, padding: '10px 18px' },
  normal: { size: 16, padding: '14px 26px' },
  large: { size: 18, padding: '17px 34px' },
} as const;

export const buttonCorners = { square: 0, rounded: 8, pill: 40 } as const;
