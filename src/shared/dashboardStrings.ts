/**
 * Every word the dashboard shows, in English. The host hands them over translated (see `src/editor/dashboardPanel.ts`),
 * so a webview needs no translations of its own. `{0}`, `{1}`… stand for values.
 */
export const englishStrings = {
  'overview': 'Overview',
  'analyzeWorkspace': 'Analyze Workspace Logs',
  'analyzing': 'Analyzing…',
  'export': 'Export…',
  'retry': 'Try Again',
  'loading': 'Loading the dashboard…',

  'empty.title': 'No logs analyzed yet',
  'empty.text': 'Open a log file and StackLens analyzes it at once, or let it look for all the logs of this workspace.',
  'failed.title': 'The dashboard could not be loaded',
  'stale': 'The dashboard could not be updated: {0}',
  'openFailed': 'The log could not be opened: {0}',
  'exportFailed': 'The findings could not be exported: {0}',
  'analyzeFailed': 'The workspace could not be analyzed: {0}',

  'figure.files': 'Files',
  'figure.files.hint': 'Files with at least one analysis',
  'figure.completed': 'Completed analyses',
  'figure.completed.hint': 'Analyses that read their file to the end',
  'figure.problems': 'Problems found',
  'figure.problems.hint': 'Findings of medium severity or above, in the newest analysis of each file',
  'figure.critical': 'Critical',
  'figure.critical.hint': 'Problems of critical severity, in the newest analysis of each file',
  'figures': 'Figures',
  'announcement': 'Files: {0}. Problems: {1}. Critical: {2}.',

  'problems': 'Top problems',
  'problems.hint': 'Enter opens the log at the first occurrence.',
  'problems.none': 'No problems in the newest analyses.',
  'analyses': 'Recent analyses',
  'analyses.hint': 'Enter opens the log.',

  'column.severity': 'Severity',
  'column.message': 'Message',
  'column.category': 'Category',
  'column.count': 'Count',
  'column.file': 'File',
  'column.lastSeen': 'Last seen',
  'column.status': 'Status',
  'column.problems': 'Problems',
  'column.format': 'Format',
  'column.size': 'Size',
  'column.lines': 'Lines',
  'column.when': 'Analyzed',
  'column.duration': 'Took',

  'occurrences': 'Occurrences: {0}',
  'times': '×{0}',
  'tally': '{0} {1}',
  'none': 'None',
  'noTime': 'The log states no time',
  'notRead': 'Unknown',
  'moreNotes': '{0} (+{1} more)',
  'lineNote': 'Line {0}: {1}',
  'bytes': 'Bytes: {0}',
  'lines': '{0} lines',

  'severity.critical': 'Critical',
  'severity.high': 'High',
  'severity.medium': 'Medium',
  'severity.low': 'Low',
  'category.network': 'Network',
  'category.timeout': 'Timeout',
  'category.memory': 'Memory',
  'category.permission': 'Permission',
  'category.database': 'Database',
  'category.disk-io': 'Disk I/O',
  'category.configuration': 'Configuration',
  'category.runtime': 'Runtime',
  'category.system': 'System',
  'category.business': 'Business',
  'category.general': 'General',
  'status.running': 'Running',
  'status.completed': 'Completed',
  'status.failed': 'Failed',
  'status.cancelled': 'Cancelled',
} as const;

export type DashboardStrings = Readonly<Record<keyof typeof englishStrings, string>>;

/** Puts values in the place of `{0}`, `{1}`…; values are never read as patterns themselves. */
export function fill(text: string, ...values: readonly string[]): string {
  return text.replace(/\{(\d)\}/g, (placeholder, index: string) => values[Number(index)] ?? placeholder);
}
