/** Everything of the page up to its content. The policy lets nothing in but the page's own style. */
export const htmlHead = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log findings</title>
<style>
:root {
  color-scheme: light dark;
  --line: #d0d0d0; --band: #f3f3f3; --critical: #8b0000; --high: #b42318; --medium: #8a5a00; --low: #0b5a8a;
}
@media (prefers-color-scheme: dark) {
  :root { --line: #444; --band: #262626; --critical: #ff8f8f; --high: #ff9d8a; --medium: #f0c060; --low: #7cc4f0; }
}
body { font: 14px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 100rem; margin: 0 auto; padding: 1rem 1.5rem; }
h1 { font-size: 1.5rem; }
table { border-collapse: collapse; margin: 1.5rem 0; }
caption { text-align: left; font-size: 1.15rem; font-weight: 600; padding-bottom: 0.5rem; white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--band); }
td { overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.log { font-family: ui-monospace, monospace; white-space: pre-wrap; }
.critical, .high, .medium, .low { font-weight: 600; }
.critical, .high, .medium, .low, .time { white-space: nowrap; }
.critical { color: var(--critical); }
.high { color: var(--high); }
.medium { color: var(--medium); }
.low { color: var(--low); }
</style>
</head>
<body>
<main>
`;
