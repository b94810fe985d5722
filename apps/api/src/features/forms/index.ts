export { FormsModule } from './forms.module.ts';
