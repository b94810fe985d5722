/** What the standard fields of a contact are called where they stand by themselves. */
export const fieldLabels = {
  email: 'Email address',
  phone: 'Phone',
  firstName: 'First name',
  lastName: 'Last name',
  language: 'Language',
  country: 'Country',
  timeZone: 'Time zone',
  externalId: 'External ID',
} as const;
