/** Whom the demo of a first start signs up; production refuses a database that knows this person. */
export const demoAddress = 'demo@example.com';
