import type { Feature } from '../../platform/feature.ts';
import { PersonalDataModule } from './personal-data.module.ts';

export { PersonalDataModule } from './personal-data.module.ts';
export { PersonalDataService } from './personal-data.service.ts';

export const personalData: Feature = { module: PersonalDataModule };
