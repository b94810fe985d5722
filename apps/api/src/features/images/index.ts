import type { Feature } from '../../platform/feature.ts';
import { ImagesModule } from './images.module.ts';
import { imagesTables } from './images.tables.ts';

export const images: Feature = { module: ImagesModule, tables: imagesTables };
