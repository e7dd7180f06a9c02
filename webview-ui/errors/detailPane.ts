import type { Frame } from '../../src/core/finding';
import type { FindingDetails } from '../../src/shared/dashboardProtocol';
import { fill } from '../../src/shared/dashboardStrings';
import type { TableRow } from '../../src/shared/findingsTable';
import type { MessageAnalysis } from '../../src/core/learning';
import { adviceText } from '../adviceList';
import { button, element } from '../dom';
import { icon } from '../icons';
import type { PageContext } from '../pageContext';
import { inertCode, inertLine, readablePath } from '../text';
import { badge } from './errorsModel';

const messageLimit = 4_000;
const lineLimit = 500;

/** What is known of one finding, with the lines around it and what can be done. */
export class DetailPane {
  readonly element = element('section', { className: 'details', hidden: true });
  private shown: TableRow | null = null;

  constructor(
    private readonly context: PageContext,
    private readonly actions: { readonly only: (fingerprint: string) => void; readonly closed: () => void },
  ) {
    this.element.setAttribute('aria-label', context.strings['details']);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
  }

  async show(row: TableRow, zone: string): Promise<void> {
    this.shown = row;
    const { host, attempt, strings } = this.context;
    this.fill(row, zone, null);
    this.element.hidden = false;
    const { uri, finding } = row;
    await attempt(strings.actionFailed, async () => {
      const details = await host.request('details', { uri, finding });
      if (this.shown === row) this.fill(row, zone, details);
    });
  }

  private close(): void {
    this.shown = null;
    this.element.hidden = true;
    this.actions.closed();
  }

  private fill(row: TableRow, zone: string, details: FindingDetails | null): void {
    const { strings, format } = this.context;
    const { finding, uri } = row;
    const { severity, category, timestamp, confidence, fingerprint, template, evidence } = finding;
    const close = element('button', { className: 'row-action', title: strings['compare.close'], attributes: { type: 'button', 'aria-label': strings['compare.close'] } }, icon('failed'));
    close.addEventListener('click', () => this.close());
    const facts: [string, Node | string][] = [
      [strings['column.file'], `${inertLine(readablePath(uri), 300)}:${format.count(finding.line)}`],
      [strings['column.time'], timestamp === null ? strings.noTime : format.exact(timestamp, zone)],
      [strings['column.category'], strings[`category.${category}`]],
      [strings['column.source'], fill(strings['details.source'], strings[`source.${row.source}`], inertLine(evidence.rule, 80), format.percent(confidence))],
      ...(details ? this.said(details.analysis) : []),
      ...(evidence.text === '' ? [] : [[strings['details.evidence'], element('bdi', {}, inertLine(evidence.text, 200))] as [string, Node]]),
      [strings['details.template'], element('code', { attributes: { dir: 'auto' } }, inertLine(template, 400))],
      [strings['column.fingerprint'], element('code', {}, inertLine(fingerprint, 60))],
    ];
    this.element.replaceChildren(
      element('div', { className: 'details-head' }, badge(severity, strings), element('h2', { attributes: { dir: 'auto' } }, inertLine(finding.message, messageLimit)), close),
      this.buttons(row),
      element('dl', { className: 'facts' }, ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
      ...this.helps(details),
      ...this.frames(finding.frames, details),
      ...this.lines(finding.line, finding.endLine, details),
    );
  }

  /** What the model says, and what the message names. */
  private said({ category, severity, confidence, decidedBy, urgency, entities, keyPhrases }: MessageAnalysis): [string, Node | string][] {
    const { strings, format } = this.context;
    const named = entities.map(({ kind, text }) => fill(strings['details.entity'], strings[`entity.${kind}`], inertLine(text, 100)));
    return [
      [strings['details.model'], fill(strings['details.modelSays'], strings[`category.${category}`], strings[`severity.${severity}`], strings[`details.by.${decidedBy}`], format.percent(confidence))],
      [strings['details.urgency'], format.percent(urgency)],
      ...(named.length === 0 ? [] : [[strings['details.entities'], element('bdi', { attributes: { dir: 'auto' } }, named.join(', '))] as [string, Node]]),
      ...(keyPhrases.length === 0 ? [] : [[strings['details.keyPhrases'], element('bdi', { attributes: { dir: 'auto' } }, inertLine(keyPhrases.join(', '), 300))] as [string, Node]]),
    ];
  }

  /** What the knowledge base says, else what the rules do. */
  private helps(details: FindingDetails | null): Node[] {
    if (!details) return [];
    const { strings } = this.context;
    const [action] = details.analysis.actions;
    const heading = element('h3', {}, strings.advice);
    if (details.advice) return [heading, adviceText(details.advice, strings)];
    return action === undefined ? [] : [heading, element('p', {}, inertLine(action, 400))];
  }

  private buttons({ uri, finding }: TableRow): HTMLElement {
    const { strings, host, attempt } = this.context;
    const { line, fingerprint, template } = finding;
    const member = { fingerprint, template };
    const act = (label: string, action: () => Promise<unknown>, words: string = strings.actionFailed): HTMLElement => button('secondary', label, () => void attempt(words, action));
    return element(
      'div',
      { className: 'actions' },
      act(strings['details.open'], () => host.request('openLog', { uri, line }), strings.openFailed),
      button('secondary', strings['details.only'], () => this.actions.only(fingerprint)),
      act(strings['details.relabel'], () => host.request('relabel', member)),
      act(strings['details.ignore'], () => host.request('ignore', member)),
      act(strings['details.explain'], () => host.request('explain', { uri, line })),
      act(strings['details.suggest'], () => host.request('suggest', { uri, line })),
    );
  }

  private frames(frames: readonly Frame[], details: FindingDetails | null): Node[] {
    if (frames.length === 0) return [];
    const { strings, host, attempt } = this.context;
    const items = frames.map((frame, index) => {
      const words = inertLine(frameWords(frame), 300);
      if (details?.sources[index] !== true) return element('li', { className: frame.application ? '' : 'dim' }, element('bdi', {}, words));
      const open = element('button', { className: 'link', attributes: { type: 'button' } }, words);
      open.addEventListener('click', () => void attempt(strings.openFailed, () => host.request('openFrame', frame)));
      return element('li', {}, open);
    });
    return [element('h3', {}, strings['details.trace']), element('ol', { className: 'frames' }, ...items)];
  }

  private lines(from: number, to: number, details: FindingDetails | null): Node[] {
    const { strings, format } = this.context;
    if (details === null) return [];
    const heading = element('h3', {}, strings['details.context']);
    if (details.context === null) return [heading, element('p', { className: 'dim' }, strings['details.noContext'])];
    const { first, lines } = details.context;
    const rows = lines.map((text, index) => {
      const line = first + index;
      const own = line >= from && line <= to;
      return element('div', { className: own ? 'own' : '' }, element('span', { className: 'number', attributes: { 'aria-hidden': 'true' } }, format.count(line)), element('bdi', { attributes: { dir: 'auto' } }, inertCode(text, lineLimit)));
    });
    return [heading, element('div', { className: 'context', attributes: { tabindex: '0', role: 'region', 'aria-label': strings['details.context'] } }, ...rows)];
  }
}

function frameWords({ function: name, file, line, module }: Frame): string {
  const place = file === null ? '' : `${file}${line === null ? '' : `:${String(line)}`}`;
  return [name ?? '', place === '' ? (module ?? '') : `(${place})`].filter((each) => each !== '').join(' ');
}
