export { NewOrganization, NewOrganizationDialog } from './new-organization.tsx';
