export * from './attachments.ts';
export * from './message.state.ts';
export * from './messages.contract.ts';
