export * from './dashboards.contract.ts';
export * from './drawn-dashboard.ts';
export * from './grid.ts';
export * from './headline.ts';
export * from './saved-reports.contract.ts';
export * from './shop-dashboard.ts';
export * from './visibility.ts';
