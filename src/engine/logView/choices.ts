import type { ViewFilter, ViewPattern } from '../../shared/logViewProtocol';
import { atLeast, type Finding, type Severity } from '../../core/finding';
import type { Store } from '../store/store';
import { FindingScan } from './findingScan';
import { Hits, type Scan } from './hits';
import { LineTest } from './linePattern';
import type { LogBytes } from './logBytes';
import type { LogContent } from './logContent';
import { AllLines, FoundLines, type LineChoice } from './shownLines';
import { mildest, StoredFindings } from './storedFindings';
import { TextScan, type OffsetRange } from './textScan';

/** Searches that are remembered. */
const mostSearches = 8;
const everywhere: OffsetRange = { from: 0, to: Infinity };
const nowhere: OffsetRange = { from: Infinity, to: Infinity };
const mostContext = 100;

/** What is looked for among the lines that a filter shows. */
export interface Sought {
  readonly pattern?: ViewPattern;
  /** The first lines of findings of it and worse. */
  readonly minSeverity?: Severity;
}

type OnProgress = (bytes: number, totalBytes: number) => void;

/** Which lines of one content the filters of its view let through. */
export class Choices {
  private readonly searches = new Map<string, Hits>();
  private readonly ranges = new Map<string, OffsetRange>();

  constructor(
    private readonly bytes: LogBytes,
    private readonly content: LogContent,
    private readonly store: () => Promise<Pick<Store, 'findings'>>,
  ) {}

  /** `analysisId` is null where nothing is known of findings: a filter that asks for some shows none. Throws ViewError where an expression is none. */
  async shownBy(filter: ViewFilter, analysisId: number | null, onProgress: OnProgress, signal: AbortSignal): Promise<LineChoice> {
    const { bytes, content } = this;
    if (isEmpty(filter)) return new AllLines(() => bytes.size, content.blocks, content.lines);
    const hits = await this.search(filter, {}, analysisId, onProgress, signal);
    return new FoundLines(hits, content.lines, Math.min(mostContext, Math.max(0, Math.floor(filter.context ?? 0))));
  }

  /** What is sought among the lines that a filter lets through itself. */
  async search(filter: ViewFilter, sought: Sought, analysisId: number | null, onProgress: OnProgress, signal: AbortSignal): Promise<Hits> {
    const range = await this.rangeOf(filter, onProgress, signal);
    const key = JSON.stringify([{ ...filter, context: 0 }, sought, analysisId, range.from, range.to]);
    let hits = this.searches.get(key);
    this.searches.delete(key);
    hits ??= new Hits(await this.scanFor(filter, sought, analysisId, range), this.bytes, this.content.blocks.first);
    this.searches.set(key, hits);
    const [oldest] = this.searches.keys();
    if (this.searches.size > mostSearches && oldest !== undefined) this.searches.delete(oldest);
    return hits;
  }

  private async scanFor(filter: ViewFilter, sought: Sought, analysisId: number | null, range: OffsetRange): Promise<Scan> {
    const { bytes } = this;
    const { blocks, breaks } = this.content;
    const test = new LineTest(filter, sought.pattern ?? null, breaks);
    if (!asksForFindings(filter) && sought.minSeverity === undefined) return new TextScan(bytes, blocks, test, range);
    if (analysisId === null) return new TextScan(bytes, blocks, test, nowhere);
    const { fingerprints, severities } = filter;
    const least = sought.minSeverity !== undefined && (severities === undefined || atLeast(sought.minSeverity, mildest(severities))) ? sought.minSeverity : mildest(severities);
    const findings = new StoredFindings(await this.store(), { analysisId, minSeverity: least, ...(fingerprints ? { fingerprints } : {}) });
    const accepts = (finding: Finding): boolean => passes(filter, finding) && (sought.minSeverity === undefined || atLeast(finding.severity, sought.minSeverity));
    return new FindingScan(bytes, blocks, findings, { accepts, firstLines: sought.minSeverity !== undefined, search: test.isEmpty ? null : test, range });
  }

  private async rangeOf({ from, to }: ViewFilter, onProgress: OnProgress, signal: AbortSignal): Promise<OffsetRange> {
    if (from === undefined && to === undefined) return everywhere;
    // What is open goes on with the log.
    const key = JSON.stringify([from, to]);
    const openKey = JSON.stringify([from, to, this.bytes.size]);
    const known = this.ranges.get(key) ?? this.ranges.get(openKey);
    if (known) return known;
    const range = await this.content.times.range(from, to, onProgress, signal);
    if (this.ranges.size >= mostSearches) this.ranges.clear();
    this.ranges.set(range.from === Infinity || (to !== undefined && range.to === Infinity) ? openKey : key, range);
    return range;
  }
}

function asksForFindings({ severities, categories, fingerprints }: ViewFilter): boolean {
  return severities !== undefined || categories !== undefined || fingerprints !== undefined;
}

/** Whether a filter asks for nothing. */
export function isEmpty(filter: ViewFilter): boolean {
  const { include, exclude, from, to } = filter;
  return !asksForFindings(filter) && (include?.text ?? '') === '' && (exclude?.text ?? '') === '' && from === undefined && to === undefined;
}

function passes({ severities, categories }: ViewFilter, { severity, category }: Finding): boolean {
  return (severities?.includes(severity) ?? true) && (categories?.includes(category) ?? true);
}
