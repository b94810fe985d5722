/** How wide the steps of a chart over time may be, in seconds. The finest that needs no more points than these is taken. */
export const chartSteps = [10, 60, 300, 900, 3_600, 10_800, 86_400, 604_800] as const;
export const mostChartPoints = 120;
