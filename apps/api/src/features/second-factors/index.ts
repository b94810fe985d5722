export { SecondFactorsModule } from './second-factors.module.ts';
