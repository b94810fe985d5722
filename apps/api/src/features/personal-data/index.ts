import type { Feature } from '../../platform/feature.ts';
import { PersonalDataModule } from './personal-data.module.ts';

export const personalData: Feature = { module: PersonalDataModule };
