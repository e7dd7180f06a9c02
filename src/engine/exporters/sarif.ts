import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Analysis } from '../../core/analysis';
import type { Severity } from '../../core/finding';
import { ruleOf } from '../../core/rules/rules';
import { ChunkWriter } from './chunkWriter';
import type { ExportedFinding, Exporter, ExportOptions, Sink } from './exporter';
import { isoTime, toJson } from './row';
import { tool } from './tool';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** Names the scheme of our fingerprints among the partial fingerprints of a result. */
const FINGERPRINT_KEY = 'stacklens/v1';

const levels: Record<Severity, 'error' | 'warning' | 'note'> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/** Logs that are no files on disk are named by their URI. */
const uriWithAuthority = /^[a-z][a-z\d+.-]+:\/\//i;

/** Relative to the base where the file is below it, else a `file:` URI: SARIF's viewers open both. */
function artifactLocation(name: string, base: string): object {
  const file = name.replace(/\p{Surrogate}/gu, '\ufffd');
  if (uriWithAuthority.test(file)) return { uri: encodeURI(file) };
  const path = resolve(base, file);
  const below = relative(base, path);
  if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return { uri: pathToFileURL(path).href };
  return { uri: below.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** SARIF makes links of `[text](target)` in messages; a log must not. */
function messageText(message: string): string {
  return message.replaceAll('](', '\\](');
}

/** A rule as viewers show it, with what to do about its findings. */
function described(id: string): object {
  const rule = ruleOf(id);
  const help = rule && rule.actions.length > 0 ? { help: { text: rule.actions.join('\n') } } : {};
  return { id, shortDescription: { text: rule?.title ?? id }, ...help };
}

function region({ line, range }: ExportedFinding): object {
  if (range.line !== line || range.end <= range.start) return { startLine: line };
  return { startLine: line, startColumn: range.start + 1, endLine: line, endColumn: range.end + 1 };
}

/**
 * SARIF 2.1.0, one run. Rules are the ones that decided; they follow the results, which are written as they come.
 */
export class SarifExporter implements Exporter {
  private readonly out: ChunkWriter;
  private readonly base: string;
  private readonly artifacts = new Map<string, object>();
  private readonly rules = new Map<string, number>();
  private readonly notifications: object[] = [];
  private any = false;
  private successful = true;

  constructor(sink: Sink, { baseDirectory = process.cwd() }: ExportOptions) {
    this.out = new ChunkWriter(sink);
    this.base = baseDirectory;
  }

  begin(): Promise<void> {
    return this.out.write(`{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`);
  }

  finding(finding: ExportedFinding): Promise<void> {
    const separator = this.any ? ',\n' : '\n';
    this.any = true;
    return this.out.write(`${separator}${toJson(this.result(finding))}`);
  }

  analysis(analysis: Analysis, file: string): Promise<void> {
    if (analysis.status !== 'completed') {
      this.successful = false;
      this.notify('error', file, null, analysis.reason ?? analysis.status);
    }
    for (const { line, text } of analysis.notes) this.notify('note', file, line, text);
    return Promise.resolve();
  }

  async end(): Promise<void> {
    const rules = Array.from(this.rules.keys(), described);
    const driver = { ...tool, semanticVersion: tool.version, rules };
    const invocation = { executionSuccessful: this.successful, toolExecutionNotifications: this.notifications };
    await this.out.write(`\n],"tool":${toJson({ driver })},"invocations":[${toJson(invocation)}]}]}\n`);
    await this.out.flush();
  }

  private result(finding: ExportedFinding): object {
    const { line, endLine, severity, category, confidence, template, fingerprint, byteOffset } = finding;
    const location = {
      artifactLocation: this.artifact(finding.file),
      region: region(finding),
      ...(endLine > line && { contextRegion: { startLine: line, endLine } }),
    };
    return {
      ruleId: finding.evidence.rule,
      ruleIndex: this.ruleIndex(finding.evidence.rule),
      level: levels[severity],
      message: { text: messageText(finding.message) || severity },
      locations: [{ physicalLocation: location }],
      partialFingerprints: { [FINGERPRINT_KEY]: fingerprint },
      properties: { severity, category, confidence, template, timestamp: isoTime(finding.timestamp), byteOffset },
    };
  }

  private artifact(file: string): object {
    const known = this.artifacts.get(file);
    if (known) return known;
    const location = artifactLocation(file, this.base);
    this.artifacts.set(file, location);
    return location;
  }

  private ruleIndex(id: string): number {
    const known = this.rules.get(id);
    if (known !== undefined) return known;
    this.rules.set(id, this.rules.size);
    return this.rules.size - 1;
  }

  private notify(level: 'error' | 'note', file: string, line: number | null, text: string): void {
    const physicalLocation = {
      artifactLocation: this.artifact(file),
      ...(line !== null && { region: { startLine: line } }),
    };
    this.notifications.push({ level, message: { text: messageText(text) }, locations: [{ physicalLocation }] });
  }
}
