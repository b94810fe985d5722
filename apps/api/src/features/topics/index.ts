export { TopicsModule } from './topics.module.ts';
