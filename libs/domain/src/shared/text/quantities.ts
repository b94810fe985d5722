type WriteNumber = (value: number) => string;

/** (45, 10000) → "0.45%"; never "0%" for something or "100%" for less than all. */
export function shareIn(write: WriteNumber, part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return '<0.01%';
  if (part < whole && percent > 99.99) return '>99.99%';
  const digits = percent >= 10 && percent < 99 ? 1 : 2;
  return `${write(Number(percent.toFixed(digits)))}%`;
}

/** 3725 → "1 h 2 min"; under a minute "40 s". */
export function durationIn(write: WriteNumber, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${write(hours)} h` : `${write(hours)} h ${minutes} min`;
}
