import type { Feature } from '../../platform/feature.ts';
import { OperatorsModule } from './operators.module.ts';
import { operatorsTables } from './operators.tables.ts';

export const operators: Feature = { module: OperatorsModule, tables: operatorsTables };
