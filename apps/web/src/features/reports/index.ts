export { DashboardPicture } from './dashboard-picture.tsx';
