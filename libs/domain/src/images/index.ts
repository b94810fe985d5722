export * from './image-limits.ts';
export * from './images.contract.ts';
