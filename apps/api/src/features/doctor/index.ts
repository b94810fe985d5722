import type { Feature } from '../../platform/feature.ts';
import { DoctorModule } from './doctor.module.ts';
import { doctorTables } from './doctor.tables.ts';

export const doctor: Feature = { module: DoctorModule, tables: doctorTables };
