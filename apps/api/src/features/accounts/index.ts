import type { Feature } from '../../platform/feature.ts';
import { AccountsModule } from './accounts.module.ts';
import { accountsTables } from './accounts.tables.ts';
import { accountsContents } from './accounts.contents.ts';

export { AccountMail } from './account-mail.ts';
export { AccountsModule } from './accounts.module.ts';
export { AccountsService } from './accounts.service.ts';
export { addMember, addUser } from './joining.queries.ts';
export { lastChangeOfOrganization, setSignInRules } from './organization/organization.queries.ts';
export { accountOfReader, secondFactorsOf } from './sign-in.queries.ts';

export const accounts: Feature = { module: AccountsModule, tables: accountsTables, contents: accountsContents };
