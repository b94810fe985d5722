export { Notices } from './notices.ts';
export { NoticesModule } from './notices.module.ts';
