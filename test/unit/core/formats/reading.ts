import type { LogFormat } from '../../../../src/core/formats/format';
import type { Line, LogRecord } from '../../../../src/core/record';

export const context = { fileName: 'test.log', year: 2024 };

/** The records a format reads from these lines. */
export function readAll(format: LogFormat, lines: readonly string[]): LogRecord[] {
  const reader = format.open(context);
  return [...lines.flatMap((text, index) => reader.read(lineAt(index, text))), ...reader.end()];
}

function lineAt(index: number, text: string): Line {
  return { number: index + 1, byteOffset: index * 100, text };
}

export function timeOf(record: LogRecord | undefined): string | null {
  return record?.timestamp == null ? null : new Date(record.timestamp).toISOString();
}

/** A record's lines, level and message, short enough to compare at a glance. */
export function brief(records: readonly LogRecord[]): string[] {
  return records.map(({ line, endLine, level, message }) => `${line}-${endLine} ${level ?? 'none'} ${message}`);
}
