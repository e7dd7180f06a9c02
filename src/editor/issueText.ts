import type { Group } from '../core/analysis';
import type { Finding, Frame } from '../core/finding';

const longestTitle = 120;

/** A finding as an issue in Markdown: what the log says stands in a block of code, where it can do nothing. */
export function issueText(file: string, finding: Finding, group: Group | undefined): string {
  const { message, severity, category, fingerprint, line, timestamp, frames } = finding;
  const title = (message.split('\n', 1)[0] ?? '').replace(/[\\`*_{}[\]<>()#+!|~@]/g, '\\$&').slice(0, longestTitle);
  const facts = [
    `- Log: ${code(`${file}:${String(line)}`)}`,
    ...(timestamp === null ? [] : [`- Time: ${new Date(timestamp).toISOString()}`]),
    `- Severity: ${severity}, category: ${category}`,
    ...(group && group.count > 1 ? [`- Seen ${String(group.count)} times, on lines ${String(group.firstLine)} to ${String(group.lastLine)}`] : []),
    `- Fingerprint: ${code(fingerprint)}`,
  ];
  return `## ${title}\n\n${facts.join('\n')}\n\n${block([message, ...frames.map(frameText)].join('\n'))}\n`;
}

function frameText({ function: name, file, line }: Frame): string {
  return `    at ${name ?? '?'}${file === null ? '' : ` (${file}${line === null ? '' : `:${String(line)}`})`}`;
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]/g, ' ')}\``;
}

/** The fence is longer than any row of backticks within. */
function block(text: string): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([row]) => row.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
