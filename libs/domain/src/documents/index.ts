export * from './brand/palette.ts';
export * from './limits.ts';
export * from './link.ts';
export * from './rich-text/rich-text.ts';
export * from './rich-text/rich-text-text.ts';
export * from './style.ts';
export * from './variable.ts';
