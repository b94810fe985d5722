export { HoldBack } from './hold-back.ts';
export { PressureModule } from './pressure.module.ts';
