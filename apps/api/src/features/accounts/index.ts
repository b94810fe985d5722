export { AccountMail } from './account-mail.ts';
export { AccountsModule } from './accounts.module.ts';
export { AccountsService } from './accounts.service.ts';
export { accountOfReader, secondFactorsOf } from './sign-in.queries.ts';
