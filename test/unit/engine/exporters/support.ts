import { inflateRawSync } from 'node:zlib';
import type { Analysis } from '../../../../src/core/analysis';
import type { ExportedFinding, ExportOptions, Sink } from '../../../../src/engine/exporters/exporter';
import { createExporter } from '../../../../src/engine/exporters/formats';
import type { ExportFormat } from '../../../../src/engine/exporters/formats';

/** Keeps what is written to it. */
export class MemorySink implements Sink {
  readonly chunks: Buffer[] = [];

  write(chunk: string | Uint8Array): Promise<void> {
    this.chunks.push(Buffer.from(chunk as string));
    return Promise.resolve();
  }

  bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

/** A finding of `app.log`, with what a test cares about in place of the usual. */
export function finding(changes: Partial<ExportedFinding> = {}): ExportedFinding {
  const line = changes.line ?? 7;
  return {
    file: 'app.log',
    line,
    endLine: line,
    byteOffset: 420,
    timestamp: Date.UTC(2026, 10, 22, 10, 0, 0, 125),
    level: 'error',
    levelSource: 'declared',
    severity: 'high',
    category: 'network',
    confidence: 0.9,
    message: 'connect ECONNREFUSED 10.0.0.7:5432',
    template: 'connect ECONNREFUSED <ip>:<number>',
    fingerprint: 'v1:aaaa',
    evidence: { rule: 'rule:connection-refused', text: 'ECONNREFUSED', weighed: ['level:error'] },
    range: { line, start: 30, end: 64 },
    frames: [],
    ...changes,
  };
}

export function analysis(changes: Partial<Analysis> = {}): Analysis {
  return {
    id: 1,
    uri: 'file:///logs/app.log',
    fileName: 'app.log',
    size: 4096,
    status: 'completed',
    reason: null,
    startedAt: Date.UTC(2026, 10, 22, 12),
    duration: 5,
    format: 'generic',
    encoding: 'utf-8',
    lines: 1200,
    records: 1000,
    severities: { critical: 0, high: 0, medium: 0, low: 0 },
    levels: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 },
    rulesVersion: '1', modelVersion: null,
    notes: [],
    ...changes,
  };
}

/** Runs the exporter of a format over findings, file by file, and returns the bytes it wrote. */
export async function exported(
  format: ExportFormat,
  findings: readonly ExportedFinding[],
  options: ExportOptions = {},
  changes: Partial<Analysis> = {},
): Promise<Buffer> {
  const sink = new MemorySink();
  const exporter = await createExporter(format, sink, options);
  await exporter.begin();
  const files = findings.length === 0 ? ['app.log'] : new Set(findings.map(({ file }) => file));
  for (const file of files) {
    for (const each of findings) if (each.file === file) await exporter.finding(each);
    await exporter.analysis(analysis(changes), file);
  }
  await exporter.end();
  return sink.bytes();
}

export async function exportedText(...args: Parameters<typeof exported>): Promise<string> {
  return (await exported(...args)).toString('utf8');
}

/** Messages that a careless exporter lets act on its reader. */
export const hostileMessages: readonly string[] = [
  '\x1b[2J\x1b]0;title\x07cleared',
  'csi \x9b31m red',
  'first\nsecond\r\nthird\roverwritten\tindented',
  'nul \0 byte',
  'half \ud83d pair',
  'photo\u202egpj.exe',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '</td></table><h1 title="x" class=\'y\'>&amp;',
  '[click](https://evil.example/) ![i](https://evil.example/i.png) https://evil.example someone@evil.example @team',
  'a | b \\| c `code` ``two`` **bold** ~~',
  '`',
  '=HYPERLINK("https://evil.example","x")',
  '+1+cmd',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '"quoted", with, commas',
  '',
  'x'.repeat(40_000),
];

/** The files of a ZIP archive by name, read by its directory. */
export function unzipped(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    const [method, packed, nameLength, extraLength, commentLength, start] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32), archive.readUInt32LE(at + 42)];
    const data = start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28);
    const bytes = archive.subarray(data, data + packed);
    files.set(archive.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? bytes : inflateRawSync(bytes));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
