/** Who signs up with this address and confirms it runs the installation of the browser journeys. */
export const operatorAddress = 'operator@example.com';
