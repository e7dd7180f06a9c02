// The chart library asks for the browser's language as it is loaded, and fails where a system has none: Chromium then
// calls it by a name that is no language tag. To be imported before it.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}

export {};
