import { createHash } from 'node:crypto';
import { version } from '../../../package.json';
import { type Finding, severities, type Severity } from '../../core/finding';
import { exportFindings } from '../exporters/exportFindings';
import { fileFormats, type FileFormat } from '../exporters/exportRequest';
import { createExporter } from '../exporters/formats';
import { fileOf, newestLogs } from '../exporters/newestLogs';
import { type Row, toRow } from '../exporters/row';
import { StreamSink } from '../exporters/streamSink';
import { type Asked, type Ground, sendJson } from './answer';
import { Refusal } from './refusal';

const usualLimit = 100;
const largestLimit = 1000;
const furthestOffset = 1e9;

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  sarif: 'application/sarif+json',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

/** A finding of the store: `id` names it for as long as its analysis is kept. */
interface ToldFinding extends Row {
  readonly id: string;
  readonly analysisId: number;
}

/** `GET /api/v1/health` */
export function tellHealth({ response }: Asked): Promise<void> {
  sendJson(response, 200, { status: 'ok' });
  return Promise.resolve();
}

/** `GET /api/v1/status` */
export async function tellStatus({ response }: Asked, { store: opened, startedAt, counts }: Ground): Promise<void> {
  const store = await opened();
  const [running, { files, analyses, findings }] = await Promise.all([store.runs(), store.counts()]);
  sendJson(response, 200, { version, startedAt, requests: { answered: counts.answered, refused: counts.refused }, bytesReceived: counts.bytesReceived, running, stored: { files, analyses, findings } });
}

/** `GET /api/v1/analyses`: the newest of each log */
export async function tellAnalyses({ response, query }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const { offset, limit } = pageOf(query);
  const all = await store.latestAnalyses();
  sendJson(response, 200, { analyses: all.slice(offset, offset + limit), total: all.length });
}

/** `GET /api/v1/analyses/ID` */
export async function tellAnalysis({ response, parts: [id] }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const [analysis] = await store.analysesById([Number(id)]);
  if (!analysis) throw gone('analysis');
  sendJson(response, 200, analysis);
}

/** `GET /api/v1/analyses/ID/findings`, in the order of the lines */
export async function tellFindingsOf({ response, query, parts: [id] }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const analysisId = Number(id);
  const fingerprints = query.getAll('fingerprint');
  const [analysis] = await store.analysesById([analysisId]);
  if (!analysis) throw gone('analysis');
  const { findings, total } = await store.findings({ analysisId, minSeverity: severityOf(query), order: 'line', ...pageOf(query), ...(fingerprints.length > 0 ? { fingerprints } : {}) });
  sendJson(response, 200, { findings: findings.map((each) => told(each, analysis)), total });
}

/** `GET /api/v1/findings`: of the newest analysis of each log, the worst first */
export async function tellFindings({ request, response, query }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const fingerprints = query.getAll('fingerprint');
  const least = severities.indexOf(severityOf(query));
  const filter = { severities: severities.slice(0, least + 1), ...(fingerprints.length > 0 ? { fingerprints } : {}) };
  const left = new AbortController();
  request.once('close', () => left.abort());
  const { rows, total } = await store.table({ filter, sort: [{ column: 'severity', descending: false }], ...pageOf(query) }, left.signal);
  sendJson(response, 200, { findings: rows.map(({ analysisId, uri, finding }) => told(finding, { id: analysisId, uri })), total });
}

/** `GET /api/v1/findings/ID` */
export async function tellFinding({ response, parts: [id = '', analysisId, place] }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const [analysis] = await store.analysesById([Number(analysisId)]);
  const line = Number(place);
  const { findings } = analysis ? await store.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: largestLimit, lines: { from: line, to: line } }) : { findings: [] };
  const finding = findings.find((each) => idOf(each, Number(analysisId)) === id);
  if (!analysis || !finding) throw gone('finding');
  sendJson(response, 200, told(finding, analysis));
}

/** `GET /api/v1/export`: of the newest analysis of each log, or of one analysis */
export async function tellExport({ response, query }: Asked, { store: opened }: Ground): Promise<void> {
  const store = await opened();
  const named = query.get('format') ?? 'ndjson';
  const format = fileFormats.find((each) => each === named);
  if (format === undefined) throw new Refusal(400, `format is one of: ${fileFormats.join(', ')}.`);
  const minSeverity = severityOf(query);
  const id = query.get('analysis');
  const [analysis] = id === null ? [] : await store.analysesById([numberIn(query, 'analysis', 0, Number.MAX_SAFE_INTEGER)]);
  if (id !== null && !analysis) throw gone('analysis');
  const logs = analysis ? [{ analysis, file: fileOf(analysis.uri), only: null }] : await newestLogs(store);
  const sink = new StreamSink(response);
  const left = new AbortController();
  response.once('close', () => left.abort());
  response.writeHead(200, { 'content-type': mediaTypes[format], 'content-disposition': `attachment; filename="findings.${format}"`, 'x-content-type-options': 'nosniff' });
  const findings = await exportFindings(logs, await createExporter(format, sink), { store, minSeverity }, left.signal);
  await store.noteExport({ format, target: null, scope: analysis ? analysis.uri : 'all', findings });
  response.end();
}

function told(finding: Finding, { id, uri }: { readonly id: number; readonly uri: string }): ToldFinding {
  return { id: idOf(finding, id), analysisId: id, ...toRow({ ...finding, file: fileOf(uri) }) };
}

/** A finding is one of its line and message: see `deduplicate`. */
function idOf({ line, message }: Finding, analysisId: number): string {
  return `${String(analysisId)}-${String(line)}-${createHash('sha256').update(message).digest('hex').slice(0, 12)}`;
}

function pageOf(query: URLSearchParams): { readonly offset: number; readonly limit: number } {
  return { offset: numberIn(query, 'offset', 0, furthestOffset), limit: numberIn(query, 'limit', usualLimit, largestLimit) };
}

function numberIn(query: URLSearchParams, name: string, usual: number, most: number): number {
  const text = query.get(name) ?? String(usual);
  if (!/^\d{1,16}$/.test(text) || Number(text) > most) throw new Refusal(400, `${name} is a number from 0 to ${String(most)}.`);
  return Number(text);
}

function severityOf(query: URLSearchParams): Severity {
  const named = query.get('minSeverity') ?? 'low';
  const severity = severities.find((each) => each === named);
  if (severity === undefined) throw new Refusal(400, `minSeverity is one of: ${severities.join(', ')}.`);
  return severity;
}

function gone(what: string): Refusal {
  return new Refusal(404, `There is no such ${what}, or not any more.`);
}
