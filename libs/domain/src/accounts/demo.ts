/** The user that the demo of a first start signs up; production refuses a database that has this user. */
export const demoAddress = 'demo@example.com';
