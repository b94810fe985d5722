// Runs before the first paint so that a remembered theme never flashes; a file of its own because the page allows no inline scripts.
try {
  const theme = localStorage.getItem('engagex.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage can be blocked; the system's theme is used then.
}
